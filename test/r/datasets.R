# datasets.R FOLDER: writes the trials that come with R's package survival into
# FOLDER/datasets.csv, one row a subject and analysis, and prints what R says of
# them.

source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1])), "lib.R"))

analysis <- function(name, time, event, arm, stratum)
{
	d <- data.frame(analysis = name, time = time, event = event, arm = as.character(arm), stratum = as.character(stratum), stringsAsFactors = FALSE)
	d[complete.cases(d), ]
}

all <- list(
	with(lung, analysis("lung by sex", time, status == 2, c("male", "female")[sex], ph.ecog)),
	with(veteran, analysis("veteran by cell type", time, status == 1, celltype, trt)),
	with(veteran, analysis("veteran by treatment", time, status == 1, c("standard", "test")[trt], celltype)),
	with(pbc, analysis("pbc by treatment", time, status == 2, c("penicillamine", "placebo")[trt], edema)),
	with(colon[colon$etype == 2, ], analysis("colon death", time, status == 1, rx, node4)),
	with(colon[colon$etype == 1, ], analysis("colon recurrence", time, status == 1, rx, node4)))
write.csv(do.call(rbind, all), file.path(commandArgs(trailingOnly = TRUE)[1], "datasets.csv"), row.names = FALSE, quote = TRUE)

curves <- function(name, d)
{
	for (arm in sort(unique(d$arm), method = "radix"))
	{
		for (type in c("log", "log-log", "plain"))
		{
			fit <- survfit(Surv(time, event) ~ 1, data = d[d$arm == arm, ], conf.type = type)
			what <- paste0(name, ", curve, ", arm, " ", type, " ", fit$time)
			say(paste(what, "survival"), fit$surv)
			# at the end of a curve that comes down to 0 R has no error
			say(paste(what, "std_err"), ifelse(fit$surv == 0, NA, fit$surv * fit$std.err))
			say(paste(what, "lower"), fit$lower)
			say(paste(what, "upper"), fit$upper)
			if (type == "log")
			{
				say(paste(what, "at risk"), fit$n.risk)
				say(paste(what, "events"), fit$n.event)
			}
			q <- quantile(fit, c(0.25, 0.5, 0.75))
			what <- paste0(name, ", quantile, ", arm, " ", type, " ", c("0.25", "0.5", "0.75"))
			say(paste(what, "time"), q$quantile)
			say(paste(what, "lower"), q$lower)
			say(paste(what, "upper"), q$upper)
		}
		r <- summary(survfit(Surv(time, event) ~ 1, data = d[d$arm == arm, ]), rmean = 300)$table
		say(paste0(name, ", restricted mean, ", arm), r[["rmean"]])
		say(paste0(name, ", restricted mean, ", arm, " std_err"), r[["se(rmean)"]])
	}
}

test_values <- function(what, statistic, df, p)
{
	say(paste(what, "statistic"), statistic)
	say(paste(what, "df"), df)
	say(paste(what, "p"), p)
}

logranks <- function(name, d)
{
	for (rho in c(0, 0.5, 1))
	{
		r <- survdiff(Surv(time, event) ~ arm, data = d, rho = rho)
		test_values(paste0(name, ", log-rank, rho ", rho), r$chisq, length(r$n) - 1, pchisq(r$chisq, length(r$n) - 1, lower.tail = FALSE))
		arms <- sub("arm=", "", names(r$n))
		say(paste0(name, ", log-rank, rho ", rho, " ", arms, " expected"), r$exp)
	}
	r <- survdiff(Surv(time, event) ~ arm + strata(stratum), data = d)
	test_values(paste0(name, ", log-rank, stratified"), r$chisq, length(r$n) - 1, pchisq(r$chisq, length(r$n) - 1, lower.tail = FALSE))
}

hazards <- function(name, d)
{
	for (ties in c("efron", "breslow"))
	{
		for (kind in c("", " stratified"))
		{
			model <- if (kind == "") Surv(time, event) ~ arm else Surv(time, event) ~ arm + strata(stratum)
			r <- summary(coxph(model, data = d, ties = ties, control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100)))
			arms <- sub("^arm", "", rownames(r$coefficients))
			what <- paste0(name, ", Cox, ", ties, kind, " ", arms)
			say(paste(what, "log hazard ratio"), r$coefficients[, "coef"])
			say(paste(what, "std_err"), r$coefficients[, "se(coef)"])
			say(paste(what, "p"), r$coefficients[, "Pr(>|z|)"])
			say(paste(what, "lower"), r$conf.int[, "lower .95"])
			say(paste(what, "upper"), r$conf.int[, "upper .95"])
		}
	}
}

tables <- function(name, d)
{
	t <- table(d$arm, d$event)
	r <- suppressWarnings(chisq.test(t, correct = FALSE))
	test_values(paste0(name, ", table, chi-square"), r$statistic, r$parameter, r$p.value)
	say(paste0(name, ", table, Fisher p"), fisher.test(t, workspace = 2e7)$p.value)
	# a stratum of one subject, which R refuses, has no say
	t <- table(d$arm, d$event, d$stratum)
	r <- mantelhaen.test(t[, , apply(t, 3, sum) > 1], correct = FALSE)
	test_values(paste0(name, ", table, Cochran-Mantel-Haenszel"), r$statistic, r$parameter, r$p.value)
	r <- kruskal.test(time ~ factor(arm), data = d)
	test_values(paste0(name, ", times, Kruskal-Wallis"), r$statistic, r$parameter, r$p.value)
	arms <- sort(unique(d$arm), method = "radix")
	if (length(arms) != 2)
		return(invisible())
	r <- t.test(d$time[d$arm == arms[2]], d$time[d$arm == arms[1]])
	test_values(paste0(name, ", times, Welch"), r$statistic, r$parameter, r$p.value)
	say(paste0(name, ", times, Welch lower"), r$conf.int[1])
	say(paste0(name, ", times, Welch upper"), r$conf.int[2])
	r <- wilcox.test(d$time[d$arm == arms[2]], d$time[d$arm == arms[1]], exact = FALSE)
	say(paste0(name, ", times, rank sum p"), r$p.value)
	e <- tapply(d$event, d$arm, sum)[arms]
	n <- tapply(d$event, d$arm, length)[arms]
	r <- suppressWarnings(prop.test(e[2:1], n[2:1], correct = FALSE))
	say(paste0(name, ", table, difference lower"), r$conf.int[1])
	say(paste0(name, ", table, difference upper"), r$conf.int[2])
}

# Death and transplant compete; and a model of who died within three years, of
# those known to have or not.
competing <- function(name, d)
{
	for (arm in sort(unique(d$arm), method = "radix"))
	{
		for (type in c("log", "plain"))
		{
			fit <- survfit(Surv(time, factor(cause)) ~ 1, data = d[d$arm == arm, ], conf.type = type)
			for (cause in 1:2)
			{
				what <- paste0(name, ", incidence, ", arm, " ", type, " ", cause, " ", fit$time)
				# R gives no limits, or equal ones, before the first event of a cause
				there <- fit$pstate[, cause + 1] > 0
				say(paste(what, "incidence"), fit$pstate[, cause + 1])
				say(paste(what, "std_err")[there], fit$std.err[there, cause + 1])
				say(paste(what, "lower")[there], fit$lower[there, cause + 1])
				say(paste(what, "upper")[there], fit$upper[there, cause + 1])
			}
		}
	}
}

models <- function(name, d)
{
	fit <- glm(died ~ age + bili + albumin, data = d, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100))
	# glm's standard errors are those of the last step but one
	fit <- update(fit, start = coef(fit))
	r <- summary(fit)$coefficients
	what <- paste0(name, ", logistic regression, ", c("(intercept)", rownames(r)[-1]))
	say(paste(what, "estimate"), r[, "Estimate"])
	say(paste(what, "std_err"), r[, "Std. Error"])
	say(paste(what, "p"), r[, "Pr(>|z|)"])
	died <- d$died == 1
	say(paste0(name, ", auc, bili"), wilcox.test(d$bili[died], d$bili[!died], exact = FALSE)$statistic / sum(died) / sum(!died))
}

deaths <- pbc[!is.na(pbc$trt), ]
deaths <- data.frame(time = deaths$time, cause = c(0, 2, 1)[deaths$status + 1], arm = c("penicillamine", "placebo")[deaths$trt],
	died = ifelse(deaths$status == 2 & deaths$time <= 1096, 1, ifelse(deaths$time > 1096, 0, NA)), age = deaths$age, bili = deaths$bili, albumin = deaths$albumin)
write.csv(deaths, file.path(commandArgs(trailingOnly = TRUE)[1], "deaths.csv"), row.names = FALSE, na = "")
competing("pbc deaths", deaths)
models("pbc deaths", deaths[!is.na(deaths$died), ])

for (d in all)
{
	name <- d$analysis[1]
	d$arm <- factor(d$arm, levels = sort(unique(d$arm), method = "radix"))
	d$event <- as.logical(d$event)
	logranks(name, d)
	hazards(name, d)
	d$arm <- as.character(d$arm)
	curves(name, d)
	tables(name, d)
}
