# trial_004.R SUBJECTS.csv: the analysis of examples/trial_004.sql in R, from one
# row a subject and set: name, usubjid, arm, crr, days, event (t and f).

source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1])), "lib.R"))
subjects <- read.csv(commandArgs(trailingOnly = TRUE)[1], stringsAsFactors = FALSE)
subjects$crr <- subjects$crr == "t"
subjects$event <- subjects$event == "t"

rates <- function(name, d)
{
	for (arm in sort(unique(d$arm)))
	{
		x <- sum(d$crr[d$arm == arm])
		n <- sum(d$arm == arm)
		limits <- list(wilson = suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int, clopper_pearson = binom.test(x, n)$conf.int)
		for (method in names(limits))
		{
			say(paste(name, arm, method, "estimate"), x / n)
			say(paste(name, arm, method, "lower"), limits[[method]][1])
			say(paste(name, arm, method, "upper"), limits[[method]][2])
		}
	}
}

tests <- function(name, d)
{
	table <- table(d$arm, d$crr)
	r <- suppressWarnings(chisq.test(table, correct = FALSE))
	what <- paste0(name, ", CRR at month 6, chi-square, ")
	say(paste0(what, "statistic"), r$statistic)
	say(paste0(what, "df"), r$parameter)
	say(paste0(what, "p"), r$p.value)
	say(paste0(what, "least expected"), min(r$expected))
	say(paste0(name, ", CRR at month 6, Fisher-Freeman-Halton, p"), fisher.test(table, workspace = 2e7)$p.value)
	for (rho in 0:1)
	{
		r <- survdiff(Surv(days, event) ~ arm, data = d, rho = rho)
		what <- paste0(name, ", time to CRR, ", c("log-rank", "Peto-Peto")[rho + 1], ", ")
		say(paste0(what, "statistic"), r$chisq)
		say(paste0(what, "df"), length(r$n) - 1)
		say(paste0(what, "p"), pchisq(r$chisq, length(r$n) - 1, lower.tail = FALSE))
	}
}

pairs <- function(name, d)
{
	arms <- c("Biologics", "Triple")
	p <- c()
	for (arm in arms)
	{
		two <- d[d$arm %in% c(arm, "SOC"), ]
		p <- c(p, suppressWarnings(chisq.test(two$arm, two$crr, correct = FALSE))$p.value)
		say(paste(name, arm, "against SOC, difference"), mean(two$crr[two$arm == arm]) - mean(two$crr[two$arm == "SOC"]))
	}
	for (i in 1:2)
	{
		say(paste(name, arms[i], "against SOC, p"), p[i])
		say(paste(name, arms[i], "against SOC, p by Holm"), p.adjust(p, "holm")[i])
	}
}

times <- function(name, d)
{
	for (arm in sort(unique(d$arm)))
	{
		fit <- survfit(Surv(days, event) ~ 1, data = d[d$arm == arm, ], conf.type = "log-log")
		at <- summary(fit, times = seq(0, 168, 28), extend = TRUE)
		for (i in seq_along(at$time))
		{
			what <- paste(name, arm, "day", at$time[i])
			say(paste(what, "at risk"), at$n.risk[i])
			say(paste(what, "responded"), 1 - at$surv[i])
			say(paste(what, "std_err"), at$std.err[i])
			# before the first event R has no limits; the curve is at 1 for certain
			say(paste(what, "lower"), ifelse(at$surv[i] == 1, 0, 1 - at$upper[i]))
			say(paste(what, "upper"), ifelse(at$surv[i] == 1, 0, 1 - at$lower[i]))
		}
		q <- quantile(survfit(Surv(days, event) ~ 1, data = d[d$arm == arm, ]), c(0.25, 0.5))
		for (i in 1:2)
		{
			what <- paste(name, arm, "quantile", c("0.25", "0.5")[i])
			say(paste(what, "time"), q$quantile[i])
			say(paste(what, "lower"), q$lower[i])
			say(paste(what, "upper"), q$upper[i])
		}
	}
}

hazards <- function(name, d)
{
	d$arm <- relevel(factor(d$arm), "SOC")
	r <- summary(coxph(Surv(days, event) ~ arm, data = d, ties = "efron", control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100)))
	for (arm in c("Biologics", "Triple"))
	{
		what <- paste(name, arm, "hazard ratio")
		row <- paste0("arm", arm)
		say(paste(what, "estimate"), r$conf.int[row, "exp(coef)"])
		say(paste(what, "lower"), r$conf.int[row, "lower .95"])
		say(paste(what, "upper"), r$conf.int[row, "upper .95"])
		say(paste(what, "std_err"), r$coefficients[row, "se(coef)"])
		say(paste(what, "p"), r$coefficients[row, "Pr(>|z|)"])
	}
}

for (name in unique(subjects$name))
{
	d <- subjects[subjects$name == name, ]
	rates(name, d)
	tests(name, d)
	pairs(name, d)
	times(name, d)
	hazards(name, d)
}
