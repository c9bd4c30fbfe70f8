#include "cmd/modules.h"

#include "frame/frame.h"
#include "frame/site.h"
#include "identity/account.h"
#include "identity/audit.h"
#include "identity/consent.h"
#include "identity/consent_mine.h"
#include "identity/consent_text.h"
#include "identity/invite.h"
#include "identity/profile.h"
#include "identity/reset.h"
#include "identity/role.h"
#include "identity/vetting.h"
#include "insight/impact_pages.h"
#include "insight/indicator_pages.h"
#include "insight/measure.h"
#include "insight/monitoring_pages.h"
#include "insight/report_pages.h"
#include "learning/training_pages.h"
#include "network/home.h"
#include "network/unit.h"
#include "pairing/draft.h"
#include "pairing/pack_edit.h"
#include "pairing/preference.h"
#include "paper/erase.h"
#include "paper/paper_pages.h"
#include "paper/paper_public.h"
#include "paper/showcase.h"
#include "programme/application.h"
#include "programme/application_class.h"
#include "programme/application_leave.h"
#include "programme/application_sign.h"
#include "programme/consent_gap.h"
#include "programme/enrolment.h"
#include "programme/enrolment_join.h"
#include "programme/import_pages.h"
#include "programme/own_form.h"
#include "programme/participation_pages.h"
#include "programme/programme_pages.h"
#include "programme/selection_pages.h"
#include "programme/survey_pages.h"
#include "work/addendum.h"
#include "work/evidence.h"
#include "work/lesson.h"
#include "work/meeting_pages.h"
#include "work/pair.h"
#include "work/pair_model.h"
#include "work/pair_plan.h"
#include "work/pair_state.h"
#include "work/pair_ward.h"
#include "work/personal.h"
#include "work/support.h"

const struct module *const modules[] = {
    &frame_module,
    &site_module,
    &account_module,
    &profile_module,
    &role_module,
    &reset_module,
    &invite_module,
    &consent_module,
    &consent_text_module,
    &consent_mine_module,
    &erase_module,
    &audit_module,
    &unit_module,
    &home_module,
    &programme_module,
    &roadmap_module,
    &wizard_module,
    &own_form_module,
    &import_module,
    &participation_module,
    &consent_gap_module,
    &survey_module,
    &draft_module,
    &pair_module,
    &showcase_module,
    &showcase_edit_module,
    &monitoring_module,
    &rubric_module,
    &swot_module,
    &impact_module,
    &measure_module,
    &report_module,
    &indicator_module,
    &figure_module,
    &pair_state_module,
    &pair_ward_module,
    &meeting_module,
    &meeting_list_module,
    &pair_model_module,
    &pair_plan_module,
    &support_module,
    &personal_module,
    &enrolment_module,
    &pack_edit_module,
    &enrolment_join_module,
    &application_module,
    &application_class_module,
    &application_sign_module,
    &application_leave_module,
    &vetting_module,
    &selection_module,
    &preference_module,
    &lesson_module,
    &training_module,
    &addendum_module,
    &evidence_module,
    &paper_module,
    &paper_book_module,
    &paper_public_module,
    &paper_work_module,
};
const size_t n_modules = sizeof modules / sizeof *modules;
