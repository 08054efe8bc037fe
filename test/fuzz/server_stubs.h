/*
 * server_stubs.h
 *		The parser of criteria without a server; see server_stubs.c.
 */
#ifndef TE_SERVER_STUBS_H
#define TE_SERVER_STUBS_H

typedef struct TeStubError
{
	int sqlerrcode;
	char message[1024];
	char detail[1024];
	char hint[1024];
} TeStubError;

/* Runs a function; false and *error (may be NULL) when it raised an error. */
extern bool te_stub_run(void (*what)(void *), void *argument,
						TeStubError *error);
/* Frees everything palloc'd since. */
extern void te_stub_free(void);

#endif /* TE_SERVER_STUBS_H */
