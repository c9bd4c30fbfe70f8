#include "identity/audit.h"

#include <stdbool.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/access.h"
#include "identity/audit.sql.h"

const struct audit_kind audit_kinds[] = {
    {"account", N_("Вход и учётные записи")},
    {"role_grant", N_("Роли")},
    {"invite", N_("Приглашения")},
    {"consent", N_("Согласия")},
    {"person", N_("Персональные данные")},
    {"unit", N_("Организации и территории")},
    {"programme", N_("Программы")},
    {"import", N_("Загрузки таблиц")},
    {"run", N_("Черновики пар")},
    {"pair", N_("Пары")},
    {"meeting", N_("Встречи пар")},
    {"gathering", N_("Общие встречи")},
    {"participation", N_("Участники программ")},
    {NULL, NULL},
};

const char *audit_action_name(const char *action)
{
    static const struct {
        const char *code, *name;
    } names[] = {
        {"login", N_("Вход")},
        {"login_demo", N_("Вход без пароля (демо)")},
        {"logout", N_("Выход")},
        {"password_change", N_("Новый пароль")},
        {"totp_enrol", N_("Включён код при входе")},
        {"totp_remove", N_("Выключен код при входе")},
        {"session_end", N_("Сеанс закончен")},
        {"reset_link", N_("Дана ссылка для входа")},
        {"reset_used", N_("Новый пароль по ссылке")},
        {"profile_change", N_("Профиль изменён")},
        {"consent_text", N_("Новый текст согласия")},
        {"sign_in_failed", N_("Неудачный вход")},
        {"sessions_end", N_("Выход на всех устройствах")},
        {"role_give", N_("Роль дана")},
        {"role_take", N_("Роль снята")},
        {"invite_create", N_("Приглашение создано")},
        {"invite_withdraw", N_("Приглашение отозвано")},
        {"invite_accept", N_("Приглашение принято")},
        {"consent_record", N_("Согласие записано")},
        {"consent_withdraw", N_("Согласие отозвано")},
        {"person.erase", N_("Персональные данные уничтожены")},
        {"unit_create", N_("Место добавлено")},
        {"unit_rename", N_("Название изменено")},
        {"programme.create", N_("Программа создана")},
        {"programme.change", N_("Программа изменена")},
        {"programme.open", N_("Программа открыта")},
        {"programme.state", N_("Состояние программы изменено")},
        {"stage.done", N_("Шаг дорожной карты сделан")},
        {"stage.undone", N_("Отметка шага снята")},
        {"stage.dates", N_("Сроки этапа изменены")},
        {"stage.left", N_("Этап завершён")},
        {"stage.reopen", N_("Этап снова открыт")},
        {"participation.state", N_("Состояние участника изменено")},
        {"participation.grow", N_("Наставляемый внесён в базу наставников")},
        {"import.upload", N_("Таблица получена")},
        {"import.apply", N_("Таблица загружена")},
        {"import.undo", N_("Загрузка отменена")},
        {"import.leave", N_("Файл не загрузили")},
        {"run.make", N_("Черновик пар составлен")},
        {"run.mark", N_("Отметка в черновике пар")},
        {"run.publish", N_("Пары опубликованы")},
        {"pair.state", N_("Состояние пары изменено")},
        {"pair.seen", N_("Вопрос пары решён")},
        {"pair.wish", N_("Просьба куратору о паре")},
        {"pair.finish_all", N_("Завершение всех пар")},
        {"gathering.make", N_("Общая встреча назначена")},
        {"gathering.invite", N_("Приглашения на общую встречу")},
        {"gathering.remind", N_("Напоминание о карточках")},
        {"gathering.relink", N_("Новая ссылка на карточку")},
        {"gathering.uninvite", N_("Приглашение на общую встречу снято")},
        {"gathering.closes", N_("Последний день карточек изменён")},
        {"preference.save", N_("Карточка предпочтений заполнена")},
        {"own_form.add", N_("Своя форма добавлена")},
        {"own_form.remove", N_("Своя форма убрана")},
        {"pair.kind", N_("Форма и ролевая модель пары")},
        {"pair.goal", N_("Цель пары поставлена")},
        {"pair.goal_reached", N_("Цель пары достигнута")},
        {"pair.goal_removed", N_("Цель пары убрана")},
        {"pair.note", N_("Запись в дневнике наставника")},
        {"support.plan", N_("План поддержки записан")},
        {"support.close", N_("План поддержки закрыт")},
        {"meeting.plan", N_("Встреча назначена")},
        {"meeting.held", N_("Встреча проведена")},
        {"meeting.moved", N_("Встреча перенесена")},
        {"meeting.off", N_("Встреча отменена или не состоялась")},
        {"meeting.feedback", N_("Отзыв о встрече")},
        {"denied", N_("Отказ: нет права")},
        {"foreign_id", N_("Отказ: чужой адрес")},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].code, action) == 0)
            return _(names[i].name);
    return NULL;
}

/* The rows of the two queries are alike but of two types. who and unit may be NULL. */
static struct audit_entry entry(int64_t id, const char *who, const char *unit, const char *action,
                                const char *object_kind, const char *detail, const char *ip,
                                bool staff)
{
    return (struct audit_entry){id, who ? who : "", unit ? unit : "", action, object_kind, detail,
                                ip, staff};
}

static int list_below(struct db *db, struct arena *a, const struct audit_filter *f, int64_t before,
                      struct audit_entry **ret, size_t *ret_n)
{
    struct audit_below *rows;
    int r = audit_below(db, a, f->unit_id, before, f->object_kind, ROLE_MENTOR, ROLE_REPRESENTATIVE,
                        AUDIT_PAGE + 1, &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct audit_entry, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] = entry(rows[i].id, rows[i].who, rows[i].unit_name, rows[i].action,
                          rows[i].object_kind, rows[i].detail, rows[i].ip, rows[i].staff);
    return 0;
}

static int list_all(struct db *db, struct arena *a, const struct audit_filter *f, int64_t before,
                    struct audit_entry **ret, size_t *ret_n)
{
    struct audit_all *rows;
    int r = audit_all(db, a, before, f->object_kind, ROLE_MENTOR, ROLE_REPRESENTATIVE,
                      AUDIT_PAGE + 1, &rows, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(a, struct audit_entry, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] = entry(rows[i].id, rows[i].who, rows[i].unit_name, rows[i].action,
                          rows[i].object_kind, rows[i].detail, rows[i].ip, rows[i].staff);
    return 0;
}

int audit_list(struct db *db, struct arena *a, const struct audit_filter *f,
               struct audit_entry **ret, size_t *ret_n)
{
    struct audit_unit unit;
    int r = audit_unit(db, a, f->unit_id, &unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    int64_t before = f->before ? f->before : INT64_MAX;
    return unit.has_parent_id ? list_below(db, a, f, before, ret, ret_n)
                              : list_all(db, a, f, before, ret, ret_n);
}
