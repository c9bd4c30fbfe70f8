/* Instances into files, in both forms; cmd/instance_file.h describes them. */
#include "cmd/instance_file.h"

#include "base/i18n.h"

int instance_check_binary(const struct match_instance *in, struct err *err)
{
    for (uint32_t j = 0; j < in->n_mentors; j++)
        if (in->capacity[j] > UINT8_MAX)
            return err_set(
                err, ERR_INVALID,
                _("у наставника %u мест %u, а в двоичном файле помещается не больше 255: "
                  "запишите текстовый"),
                j, in->capacity[j]);
    return 0;
}

void instance_write_binary(FILE *to, const struct match_instance *in)
{
    static const char magic[8] = {'M', 'T', 'C', 'H', '1'};
    const uint64_t none = 0, *offset = in->n_mentees ? in->offset : &none;
    uint64_t n_edges = offset[in->n_mentees];
    const uint32_t sizes[2] = {in->n_mentees, in->n_mentors};
    fwrite(magic, sizeof magic, 1, to);
    fwrite(sizes, sizeof sizes, 1, to);
    fwrite(&n_edges, sizeof n_edges, 1, to);
    for (uint32_t j = 0; j < in->n_mentors; j++)
        putc(in->capacity[j], to);
    for (uint32_t j = in->n_mentors; j % 8; j++)
        putc(0, to);
    fwrite(offset, sizeof *offset, (size_t)in->n_mentees + 1, to);
    fwrite(in->mentor, sizeof *in->mentor, n_edges, to);
    fwrite(in->score, sizeof *in->score, n_edges, to);
}

void instance_write_text(FILE *to, const struct match_instance *in)
{
    uint64_t n_edges = in->n_mentees ? in->offset[in->n_mentees] : 0;
    fprintf(to, "p %u %u %llu\n", in->n_mentees, in->n_mentors, (unsigned long long)n_edges);
    for (uint32_t j = 0; j < in->n_mentors; j++)
        fprintf(to, "m %u %u\n", j, in->capacity[j]);
    for (uint32_t i = 0; i < in->n_mentees; i++)
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++)
            fprintf(to, "e %u %u %u\n", i, in->mentor[e], in->score[e]);
}
