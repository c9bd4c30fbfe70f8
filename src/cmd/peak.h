/* The most memory this program has had at one time, in bytes. */
#pragma once

unsigned long long peak_bytes(void);
