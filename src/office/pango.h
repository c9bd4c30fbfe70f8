/* pango and cairo, which it brings: loaded when the first PDF is made. */
#pragma once

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/library.h"

#define PANGO_NAMES(X)                                                                             \
    X(cairo_create)                                                                                \
    X(cairo_destroy)                                                                               \
    X(cairo_fill)                                                                                  \
    X(cairo_font_options_create)                                                                   \
    X(cairo_font_options_destroy)                                                                  \
    X(cairo_font_options_set_hint_metrics)                                                         \
    X(cairo_font_options_set_hint_style)                                                           \
    X(cairo_move_to)                                                                               \
    X(cairo_pdf_surface_create_for_stream)                                                         \
    X(cairo_pdf_surface_set_metadata)                                                              \
    X(cairo_rectangle)                                                                             \
    X(cairo_set_line_width)                                                                        \
    X(cairo_show_page)                                                                             \
    X(cairo_status)                                                                                \
    X(cairo_stroke)                                                                                \
    X(cairo_surface_destroy)                                                                       \
    X(cairo_surface_finish)                                                                        \
    X(cairo_surface_status)                                                                        \
    X(g_object_unref)                                                                              \
    X(pango_attr_list_insert)                                                                      \
    X(pango_attr_list_new)                                                                         \
    X(pango_attr_list_unref)                                                                       \
    X(pango_attr_size_new)                                                                         \
    X(pango_attr_style_new)                                                                        \
    X(pango_attr_underline_new)                                                                    \
    X(pango_attr_weight_new)                                                                       \
    X(pango_cairo_context_set_font_options)                                                        \
    X(pango_cairo_context_set_resolution)                                                          \
    X(pango_cairo_font_map_get_default)                                                            \
    X(pango_cairo_show_layout_line)                                                                \
    X(pango_context_set_font_description)                                                          \
    X(pango_context_set_language)                                                                  \
    X(pango_font_description_free)                                                                 \
    X(pango_font_description_from_string)                                                          \
    X(pango_font_map_create_context)                                                               \
    X(pango_language_from_string)                                                                  \
    X(pango_layout_get_iter)                                                                       \
    X(pango_layout_get_line_count)                                                                 \
    X(pango_layout_iter_free)                                                                      \
    X(pango_layout_iter_get_baseline)                                                              \
    X(pango_layout_iter_get_line_extents)                                                          \
    X(pango_layout_iter_get_line_readonly)                                                         \
    X(pango_layout_iter_next_line)                                                                 \
    X(pango_layout_new)                                                                            \
    X(pango_layout_set_alignment)                                                                  \
    X(pango_layout_set_attributes)                                                                 \
    X(pango_layout_set_indent)                                                                     \
    X(pango_layout_set_justify)                                                                    \
    X(pango_layout_set_tabs)                                                                       \
    X(pango_layout_set_text)                                                                       \
    X(pango_layout_set_width)                                                                      \
    X(pango_layout_set_wrap)                                                                       \
    X(pango_tab_array_free)                                                                        \
    X(pango_tab_array_new)                                                                         \
    X(pango_tab_array_set_tab)

LIBRARY(pango, PANGO_NAMES)

#define cairo_create pango.cairo_create
#define cairo_destroy pango.cairo_destroy
#define cairo_fill pango.cairo_fill
#define cairo_font_options_create pango.cairo_font_options_create
#define cairo_font_options_destroy pango.cairo_font_options_destroy
#define cairo_font_options_set_hint_metrics pango.cairo_font_options_set_hint_metrics
#define cairo_font_options_set_hint_style pango.cairo_font_options_set_hint_style
#define cairo_move_to pango.cairo_move_to
#define cairo_pdf_surface_create_for_stream pango.cairo_pdf_surface_create_for_stream
#define cairo_pdf_surface_set_metadata pango.cairo_pdf_surface_set_metadata
#define cairo_rectangle pango.cairo_rectangle
#define cairo_set_line_width pango.cairo_set_line_width
#define cairo_show_page pango.cairo_show_page
#define cairo_status pango.cairo_status
#define cairo_stroke pango.cairo_stroke
#define cairo_surface_destroy pango.cairo_surface_destroy
#define cairo_surface_finish pango.cairo_surface_finish
#define cairo_surface_status pango.cairo_surface_status
#define g_object_unref pango.g_object_unref
#define pango_attr_list_insert pango.pango_attr_list_insert
#define pango_attr_list_new pango.pango_attr_list_new
#define pango_attr_list_unref pango.pango_attr_list_unref
#define pango_attr_size_new pango.pango_attr_size_new
#define pango_attr_style_new pango.pango_attr_style_new
#define pango_attr_underline_new pango.pango_attr_underline_new
#define pango_attr_weight_new pango.pango_attr_weight_new
#define pango_cairo_context_set_font_options pango.pango_cairo_context_set_font_options
#define pango_cairo_context_set_resolution pango.pango_cairo_context_set_resolution
#define pango_cairo_font_map_get_default pango.pango_cairo_font_map_get_default
#define pango_cairo_show_layout_line pango.pango_cairo_show_layout_line
#define pango_context_set_font_description pango.pango_context_set_font_description
#define pango_context_set_language pango.pango_context_set_language
#define pango_font_description_free pango.pango_font_description_free
#define pango_font_description_from_string pango.pango_font_description_from_string
#define pango_font_map_create_context pango.pango_font_map_create_context
#define pango_language_from_string pango.pango_language_from_string
#define pango_layout_get_iter pango.pango_layout_get_iter
#define pango_layout_get_line_count pango.pango_layout_get_line_count
#define pango_layout_iter_free pango.pango_layout_iter_free
#define pango_layout_iter_get_baseline pango.pango_layout_iter_get_baseline
#define pango_layout_iter_get_line_extents pango.pango_layout_iter_get_line_extents
#define pango_layout_iter_get_line_readonly pango.pango_layout_iter_get_line_readonly
#define pango_layout_iter_next_line pango.pango_layout_iter_next_line
#define pango_layout_new pango.pango_layout_new
#define pango_layout_set_alignment pango.pango_layout_set_alignment
#define pango_layout_set_attributes pango.pango_layout_set_attributes
#define pango_layout_set_indent pango.pango_layout_set_indent
#define pango_layout_set_justify pango.pango_layout_set_justify
#define pango_layout_set_tabs pango.pango_layout_set_tabs
#define pango_layout_set_text pango.pango_layout_set_text
#define pango_layout_set_width pango.pango_layout_set_width
#define pango_layout_set_wrap pango.pango_layout_set_wrap
#define pango_tab_array_free pango.pango_tab_array_free
#define pango_tab_array_new pango.pango_tab_array_new
#define pango_tab_array_set_tab pango.pango_tab_array_set_tab
