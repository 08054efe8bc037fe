# lib.R: what the scripts of this folder share.  They print names and values,
# as the SQL beside them does.

library(survival)

# A value that is not reached is NA there and NULL here.
say <- function(name, value)
	writeLines(paste(name, ifelse(is.na(value), "", sprintf("%.17g", as.numeric(value))), sep = "\t"))
