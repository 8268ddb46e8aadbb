// Numbers nearer to 0 than 1.2e-38, which some processors take a hundred times as long for as for any other.
#pragma once

// From here on the calling thread reads and writes them as 0. Returns what winnow_restore_subnormals puts back.
unsigned winnow_flush_subnormals(void);
void winnow_restore_subnormals(unsigned previous);
