/* Without it Word opens a document in the mode of its version of 2007 and says so in the title. */
#pragma once

#define DOCX_SETTINGS                                                                              \
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"        \
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" "                                     \
    "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
