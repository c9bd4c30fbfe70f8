/* What viewgen knows of HTML: lists of elements and attributes. Each begins and ends with a space.
 */
#pragma once

/* These close a <p>, and white space beside their tags
 * shows nothing. */
static const char flow[] =
    " main nav header footer section article aside address div p blockquote hr h1 h2 h3 h4 h5 h6 "
    "hgroup ul ol li dl dt dd table form fieldset details dialog figure figcaption pre ";
/* White space beside all but these shows nothing. */
static const char inlines[] =
    " span a b i em strong small s del ins sub sup mark abbr time code kbd samp var q cite wbr "
    "label input button select textarea output progress meter img picture svg text tspan ";
static const char others[] = " html br legend datalist summary noscript template ";
/* What stands in the parents; browsers move or drop any other element, and text. */
static const struct {
    const char *parents, *children;
} families[] = {
    {" html ", " head body "},
    {" head ", " title meta link script "},
    {" table ", " caption colgroup thead tbody tfoot tr "},
    {" tbody thead tfoot ", " tr "},
    {" tr ", " td th "},
    {" colgroup ", " col "},
    {" ul ol ", " li "},
    {" dl ", " dt dd div "},
    {" select datalist ", " option optgroup "},
    {" optgroup ", " option "},
    {" picture ", " source img "},
    {" svg g defs symbol ",
     " g path rect circle ellipse line polyline polygon desc defs use symbol clipPath "
     "linearGradient stop pattern marker a text title "},
};
/* Nowhere but in their family. */
static const char relatives[] =
    " head body caption colgroup thead tbody tfoot tr td th col li option optgroup ";
static const char voids[] = " meta link br wbr hr col input img source ";
static const char paragraphs[] = " p h1 h2 h3 h4 h5 h6 ";
static const char not_nested[] = " a button form label option select ";
static const char raw[] = " textarea title "; /* only text in them */
static const char urls[] = " href src action formaction cite poster ";
/* The other attributes that may hold expressions. */
static const char values[] =
    " class id value name for title alt lang datetime type role width height x y x1 y1 x2 y2 cx cy "
    "r rx ry dx dy viewBox points d transform offset max min low high optimum step size maxlength "
    "minlength placeholder rows cols colspan rowspan span scope headers tabindex autocomplete "
    "inputmode enterkeyhint pattern rel download hreflang form list accept label start dir "
    "text-anchor ";
