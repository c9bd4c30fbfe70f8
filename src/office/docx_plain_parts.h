/* What stands around the text of our own templates: the package, the styles, the page number. For
 * docx_plain.c alone. */
#pragma once

#include "office/docx_settings.h"

#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define R "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

static const char types[] = HEAD
    "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" ContentType=\""
    "application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
    "ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"" WORD
    "document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"" WORD
    "styles+xml\"/><Override PartName=\"/word/settings.xml\" ContentType=\"" WORD
    "settings+xml\"/><Override PartName=\"/word/header1.xml\" ContentType=\"" WORD
    "header+xml\"/></Types>";

static const char package_rels[] =
    HEAD "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" R
         "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

static const char document_rels[] =
    HEAD "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" R
         "/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"" R
         "/header\" Target=\"header1.xml\"/><Relationship Id=\"rId3\" Type=\"" R
         "/settings\" Target=\"settings.xml\"/></Relationships>";

static const char settings[] = HEAD DOCX_SETTINGS;

static const char header[] =
    HEAD "<w:hdr xmlns:w=\"" W "\"><w:p><w:pPr><w:pStyle w:val=\"Centered\"/></w:pPr><w:r>"
         "<w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE "
         "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t>"
         "</w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>";

/* LibreOffice gives headings a letter of its own. */
#define TIMES                                                                                      \
    "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>"

#define STYLE(id, name, more, paragraph, run)                                                      \
    "<w:style w:type=\"paragraph\"" more " w:styleId=\"" id "\"><w:name w:val=\"" name "\"/>"      \
    "<w:qFormat/><w:pPr>" paragraph "</w:pPr><w:rPr>" run "</w:rPr></w:style>"

static const char styles[] = HEAD
    "<w:styles xmlns:w=\"" W "\"><w:docDefaults><w:rPrDefault><w:rPr>" TIMES
    "<w:sz w:val=\"24\"/><w:lang "
    "w:val=\"ru-RU\"/></w:rPr></w:rPrDefault></w:docDefaults>" STYLE(
        "Normal", "Normal", " w:default=\"1\"",
        "<w:spacing w:after=\"100\" w:line=\"264\" w:lineRule=\"auto\"/><w:ind "
        "w:firstLine=\"709\"/><w:jc w:val=\"both\"/>",
        "") STYLE("Heading1", "heading 1", "",
                  "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"200\"/><w:ind "
                  "w:firstLine=\"0\"/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
                  TIMES "<w:b/><w:sz w:val=\"28\"/>")
        STYLE("Heading2", "heading 2", "",
              "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"100\"/><w:ind "
              "w:firstLine=\"0\"/><w:jc w:val=\"left\"/><w:outlineLvl w:val=\"1\"/>",
              TIMES "<w:b/>") STYLE("AtRight", "At right", "",
                                    "<w:spacing w:after=\"40\"/><w:ind w:left=\"4820\" "
                                    "w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
                                    "")
            STYLE("AtFarRight", "At right of a wide page", "",
                  "<w:spacing w:after=\"40\"/><w:ind w:left=\"9350\" w:firstLine=\"0\"/><w:jc "
                  "w:val=\"left\"/>",
                  "") STYLE("Centered", "Centered", "",
                            "<w:spacing w:after=\"80\"/><w:ind w:firstLine=\"0\"/><w:jc "
                            "w:val=\"center\"/>",
                            "") STYLE("NoIndent", "No indent", "",
                                      "<w:spacing w:after=\"80\"/><w:ind w:firstLine=\"0\"/><w:jc "
                                      "w:val=\"left\"/>",
                                      "")
                STYLE("Small", "Small", "",
                      "<w:spacing w:after=\"60\"/><w:ind w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
                      "<w:sz w:val=\"20\"/>")
                    STYLE("Large", "Large", "",
                          "<w:spacing w:before=\"200\" w:after=\"240\"/><w:ind "
                          "w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
                          "<w:b/><w:sz w:val=\"44\"/>")
                        STYLE("Cell", "Cell", "",
                              "<w:spacing w:after=\"0\"/><w:ind w:firstLine=\"0\"/><w:jc "
                              "w:val=\"left\"/>",
                              "<w:sz w:val=\"21\"/>")
                            STYLE("CellHead", "Cell head", "",
                                  "<w:spacing w:after=\"0\"/><w:ind w:firstLine=\"0\"/><w:jc "
                                  "w:val=\"center\"/>",
                                  "<w:b/><w:sz w:val=\"21\"/>")
                                STYLE("CellSmall", "Cell small", "",
                                      "<w:spacing w:after=\"0\"/><w:ind "
                                      "w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
                                      "<w:sz w:val=\"15\"/>") "</w:styles>";
