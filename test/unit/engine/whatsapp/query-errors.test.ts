import { assertNodeErrorFree } from '@whiskeysockets/baileys';
import {
	isTransient,
	QUERY_TIMEOUT_MS,
	QueryTimeout,
	detectTimeout,
} from '../../../../engine/whatsapp/query-errors';
import { createFakeClock } from '../../../support/fake-clock';
import { errorOf } from '../support';

/** What Baileys throws when WhatsApp answers with an error. */
const answerOf = (code: string) =>
	errorOf(() =>
		assertNodeErrorFree({
			tag: 'iq',
			attrs: { type: 'error' },
			content: [{ tag: 'error', attrs: { code, text: 'an error' } }],
		}),
	);

test.each([
	['429', true],
	['503', true],
	['500', false],
	['403', false],
	['404', false],
])('WhatsApp answers with error %s: it has not answered yet: %s', (code, expected) => {
	expect(isTransient(answerOf(code))).toBe(expected);
});

test.each([
	['our own', new QueryTimeout(), true],
	['any other', new Error('anything'), false],
	['nothing', undefined, false],
])('%s', (_what, error, expected) => {
	expect(isTransient(error)).toBe(expected);
});

test.each([
	[QUERY_TIMEOUT_MS, true],
	[QUERY_TIMEOUT_MS - 1, false],
])('an error after %d ms is for want of an answer: %s', async (ms, expected) => {
	const clock = createFakeClock();
	const failing = detectTimeout(clock.now, async () => {
		await clock.advance(ms);
		throw new Error('All encryptions failed');
	});
	const error = await failing.catch((reason: unknown) => reason);
	expect(isTransient(error)).toBe(expected);
});

test('what works is passed on, however long it took', async () => {
	const clock = createFakeClock();
	const working = detectTimeout(clock.now, async () => {
		await clock.advance(QUERY_TIMEOUT_MS);
		return 'done';
	});
	await expect(working).resolves.toBe('done');
});
