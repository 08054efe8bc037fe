# PGXS build of trial_ext.  GNUmakefile, which make reads first, adds the
# commands that also set up the machine (check, demo, bench) and passes
# everything else on to this file.

EXTENSION    = trial_ext
EXTVERSION   = 0.1.0
MODULE_big   = trial_ext

# One folder a subject; every .c file in it is part of the library, also those
# that flex and bison have yet to make.
PARSERS      = $(patsubst %.y,%.c,$(wildcard src/*/*.y))
SCANNERS     = $(patsubst %.l,%.c,$(wildcard src/*/*.l))
SRCS         = $(sort $(wildcard src/*.c src/*/*.c) $(PARSERS) $(SCANNERS))
CXX_SRCS     = $(sort $(wildcard src/*/*.cpp))
TE_HEADERS   = $(sort $(wildcard src/*.h src/*/*.h) $(PARSERS:.c=.h))
OBJS         = $(SRCS:.c=.o) $(CXX_SRCS:.cpp=.o)

# The install script is assembled from readable parts, in order.  Scripts of
# released versions are committed, installed beside it and never cleaned.
SQL_PARTS    = $(sort $(wildcard sql/parts/*.sql))
DATA_built   = sql/$(EXTENSION)--$(EXTVERSION).sql
DATA         = $(filter-out $(DATA_built),$(wildcard sql/*--*.sql))

REGRESS      = $(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test --load-extension=trial_ext

# TAP tests start servers of their own, which root may not, and need IPC::Run:
# elsewhere installcheck is the regression tests alone.
ifneq ($(wildcard test/t/*.pl),)
ifneq ($(filter installcheck,$(MAKECMDGOALS)),)
TAP_TESTS   := $(shell test "$$(id -u)" -ne 0 && perl -MIPC::Run -e 'print 1' 2>/dev/null)
endif
endif
PROVE_TESTS  = test/t/*.pl

PG_CPPFLAGS  = -I$(srcdir)/src

# Without this the symbols of libm are bound to their oldest versions, whose
# pow() goes through a slow wrapper.
SHLIB_LINK  += -lm

# Boost.Math is templates: its functions must not become ours to export.  The
# library is linked as C, which leaves out what every C++ needs.  PostgreSQL
# gives COPT to C alone; sanitizers must see this part too, warnings for C not.
PG_CXXFLAGS  = -fvisibility-inlines-hidden $(filter -O% -g% -f% -D% -U%,$(COPT))
SHLIB_LINK  += -lstdc++
EXTRA_CLEAN  = .build-id .build-id.now .sql-parts .sql-parts.now log $(PARSERS) $(PARSERS:.c=.h) $(SCANNERS)

PG_CONFIG   ?= pg_config
PGXS        := $(shell $(PG_CONFIG) --pgxs)
ifeq ($(PGXS),)
$(error $(PG_CONFIG) does not run: install postgresql-server-dev-NN (make setup does), or name yours with PG_CONFIG=)
endif
include $(PGXS)

# A part that another part's failure left half written must not look done.
.DELETE_ON_ERROR:

$(DATA_built): $(SQL_PARTS) .sql-parts
	cat $(SQL_PARTS) > $@

# A part that is gone makes nothing newer: the list of them does.
.sql-parts: build-id-now
	$(file >$@.now,$(SQL_PARTS))@cmp -s $@.now $@ && rm $@.now || mv $@.now $@

# PGXS runs flex and bison, but leaves the header out.
$(PARSERS): BISONFLAGS += -d

$(PARSERS:.c=.h): %.h: %.c ;

# Debian builds PostgreSQL without dependency tracking: without this an edited
# header, another PG_CONFIG or other flags would rebuild nothing.
BUILD_ID = $(VERSION) $(CC) $(CFLAGS) $(CXX) $(CXXFLAGS) $(CPPFLAGS) $(LDFLAGS)

.build-id: build-id-now
	$(file >$@.now,$(BUILD_ID))@cmp -s $@.now $@ && rm $@.now || mv $@.now $@

.PHONY: build-id-now

$(OBJS) $(OBJS:.o=.bc): $(TE_HEADERS) .build-id
