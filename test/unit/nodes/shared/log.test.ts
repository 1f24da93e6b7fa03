import type { Logger } from 'n8n-workflow';
import { LoggerProxy } from 'n8n-workflow';

import { log, redactId } from '../../../../nodes/shared/log';

const logger = { error: jest.fn(), warn: jest.fn(), info: jest.fn(), debug: jest.fn() };

beforeEach(() => {
	jest.resetAllMocks();
	LoggerProxy.init(logger as unknown as Logger);
});

it("A line of the engine goes to n8n's logger, with its facts in the text too", () => {
	log({
		level: 'info',
		account: 'credential1',
		sentence: 'The connection ended, and is made again',
		facts: { code: 428, reached: true },
	});
	expect(logger.info).toHaveBeenCalledWith(
		'WhatsApp Linked credential1: The connection ended, and is made again (code 428, reached true)',
		{
			scopes: ['whatsapp-linked'],
			account: 'credential1',
			facts: { code: 428, reached: true },
		},
	);
});

it.each(['error', 'warn', 'info', 'debug'] as const)('A line of level %s keeps it', (level) => {
	log({ level, sentence: 'The engine thread was started', facts: {} });
	const others = Object.entries(logger).filter(([name]) => name !== level);
	expect(logger[level]).toHaveBeenCalledWith('WhatsApp Linked: The engine thread was started', {
		scopes: ['whatsapp-linked'],
		facts: {},
	});
	for (const [, other] of others) expect(other).not.toHaveBeenCalled();
});

it.each([
	['cred1:3EB0C431C26A1916E07A:READ', 'cred1:3EB0C431C26A1916E07A:READ'],
	['cred1:5511900000002@s.whatsapp.net:ABC', 'cred1:…0002@s.whatsapp.net:ABC'],
	['cred1:call me, maybe', 'cred1:call?me??maybe'],
	['x'.repeat(300), 'x'.repeat(200)],
])('Of the ID %s the log gets %s', (id, told) => {
	expect(redactId(id)).toBe(told);
});
