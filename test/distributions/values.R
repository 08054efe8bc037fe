# values.R: writes values.tsv, what R says of a grid of arguments:
#     Rscript values.R > values.tsv
# Each row: our function and its arguments, R's value with 17 digits, R's call.
# The committed file was written by R 4.2.2 (Debian 12); the tests need no R.

rows <- character(0)

# add: NAME and ARGUMENTS of ours, CALL with %s where the arguments go.
add <- function(name, call, ...)
{
	grid <- expand.grid(..., stringsAsFactors = FALSE)
	for (i in seq_len(nrow(grid)))
	{
		arguments <- unlist(grid[i, ])
		text <- do.call(sprintf, as.list(c(call, arguments)))
		value <- suppressWarnings(eval(parse(text = text)))
		rows <<- c(rows, paste(name, paste(arguments, collapse = " "), sprintf("%.17g", value), text, sep = "\t"))
	}
}

# Arguments are text: what is read there must be what is read here.
z <- c("-Inf", "-37.5", "-12.5", "-1.959963984540054", "-0.3", "0", "1e-8", "1", "2.5758", "8", "37", "Inf")
p <- c("0", "1e-300", "1e-30", "1e-5", "0.025", "0.3", "0.5", "0.9", "0.975", "0.99999", "1")
df <- c("0.5", "1", "2", "7", "30.5", "1000")

add("te_normal_cdf", "pnorm(%s)", z)
add("te_normal_upper", "pnorm(%s, lower.tail = FALSE)", z)
add("te_normal_quantile", "qnorm(%s)", p)
add("te_normal_upper_quantile", "qnorm(%s, lower.tail = FALSE)", p)

x <- c("-1", "0", "1e-10", "0.5", "3.841458820694124", "50", "1400", "Inf")
add("te_chisq_cdf", "pchisq(%s, %s)", x[1:6], df)
add("te_chisq_upper", "pchisq(%s, %s, lower.tail = FALSE)", x[2:8], df)
add("te_chisq_quantile", "qchisq(%s, %s)", p[c(1, 4:9, 11)], df[2:6])
add("te_chisq_upper_quantile", "qchisq(%s, %s, lower.tail = FALSE)", p[c(1:7, 11)], df[2:6])

t <- c("-Inf", "-1e6", "-40", "-2.2281388519649385", "-1e-8", "0", "0.7", "12", "Inf")
add("te_t_cdf", "pt(%s, %s)", t, c(df, "Inf"))
add("te_t_upper", "pt(%s, %s, lower.tail = FALSE)", t[5:8], df)
add("te_t_two_sided", "2 * pt(-abs(%s), %s)", t, c("1", "1.7", "9.4", "68", "1e6"))
add("te_t_quantile", "qt(%s, %s)", p[c(1, 3:9, 11)], c("1", "2", "9.4", "30", "500", "Inf"))
add("te_t_upper_quantile", "qt(%s, %s, lower.tail = FALSE)", p[c(1, 3:9, 11)], c("3", "68"))

add("te_f_cdf", "pf(%s, %s, %s)", c("0", "1e-12", "0.01", "1", "3.2", "1e6"), c("1", "2", "5.5"), c("1", "120"))
add("te_f_upper", "pf(%s, %s, %s, lower.tail = FALSE)", c("0", "1", "3.2", "400", "Inf"), c("1", "2", "5.5"), c("1", "120"))

shape <- c("0.5", "1", "3", "40.5", "2000")
add("te_beta_cdf", "pbeta(%s, %s, %s)", c("0", "1e-12", "0.02", "0.4", "0.97", "1"), shape[c(1, 3, 4)], shape[1:3])
add("te_beta_upper", "pbeta(%s, %s, %s, lower.tail = FALSE)", c("0", "1e-16", "0.02", "0.4", "0.97", "1"), shape[c(1, 3, 4)], shape[1:3])
add("te_beta_quantile", "qbeta(%s, %s, %s)", c("0", "1e-5", "0.025", "0.975", "1"), shape[c(1, 3:5)], shape[c(1:2, 4:5)])
add("te_beta_upper_quantile", "qbeta(%s, %s, %s, lower.tail = FALSE)", c("1e-5", "0.025", "0.6"), shape[c(1:2, 4)], shape[c(1, 3:5)])

add("te_gamma_cdf", "pgamma(%s, %s)", c("0", "1e-4", "0.9", "38", "1990"), shape)
add("te_gamma_upper", "pgamma(%s, %s, lower.tail = FALSE)", c("0", "0.9", "38", "650", "2900", "Inf"), shape)
add("te_gamma_quantile", "qgamma(%s, %s)", c("0", "1e-5", "0.025", "0.5", "0.975", "1"), shape)
add("te_gamma_upper_quantile", "qgamma(%s, %s, lower.tail = FALSE)", c("0", "1e-30", "0.025", "0.5", "0.975"), shape)

add("te_binomial_pmf", "dbinom(%s, %s, %s)", c("0", "3", "17"), c("17", "223", "100000"), c("0", "1e-6", "0.3", "1"))
add("te_binomial_cdf", "pbinom(%s, %s, %s)", c("0", "3", "17"), c("17", "223", "100000"), c("0", "1e-6", "0.3", "1"))
add("te_binomial_upper", "pbinom(%s, %s, %s, lower.tail = FALSE)", c("0", "3", "17"), c("17", "223", "100000"), c("0", "1e-6", "0.3", "1"))

add("te_poisson_pmf", "dpois(%s, %s)", c("0", "2", "40", "1000"), c("0", "1e-5", "3.7", "980"))
add("te_poisson_cdf", "ppois(%s, %s)", c("0", "2", "40", "1000"), c("0", "1e-5", "3.7", "980"))
add("te_poisson_upper", "ppois(%s, %s, lower.tail = FALSE)", c("0", "2", "40", "1000"), c("0", "1e-5", "3.7", "980"))

add("te_lgamma", "lgamma(%s)", c("1e-300", "1e-5", "0.5", "1", "1.2", "2", "17", "171.5", "1e6", "1e300"))
add("te_lchoose", "lchoose(%s, %s)", c("50", "1000"), c("0", "1", "25", "50"))

writeLines(rows)
