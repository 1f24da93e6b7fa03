import { Boom } from '@hapi/boom';
import { disconnectReasonOf } from '../../../../engine/whatsapp/disconnect-reason';
import { START } from '../../../support/fake-clock';
import { DAY, SECOND } from '../support';

/** How Baileys tells of a `<failure>` (lib/Socket/socket.js, CB:failure). */
const failure = (attrs: Record<string, string>) =>
	new Boom('Connection Failure', { statusCode: Number(attrs.reason), data: attrs });

test('A close has the code of its error', () => {
	expect(disconnectReasonOf(failure({ reason: '403' }), START)).toStrictEqual({
		code: 403,
		bannedUntil: undefined,
	});
});

test.each([undefined, new Error('no code'), new Boom('data', { data: new Error('other') })])(
	'A close without a code is one that nobody knows',
	(error) => {
		expect(disconnectReasonOf(error, START)).toStrictEqual({ code: 500, bannedUntil: undefined });
	},
);

/** How Baileys tells of a `<stream:error>`, the code of `conflict` its own (lib/Socket/socket.js). */
const conflict = (type: string, statusCode: number) =>
	new Boom('Stream Errored (conflict)', { statusCode, data: { tag: 'conflict', attrs: { type } } });

test.each([
	['device_removed', 440, 401],
	['device_removed', 401, 401],
	['replaced', 440, 440],
])('A conflict of type %s (%i) is %i, whatever number comes with it', (type, given, code) => {
	expect(disconnectReasonOf(conflict(type, given), START)).toStrictEqual({
		code,
		bannedUntil: undefined,
	});
});

test.each([
	['seconds from now', '86400', START + DAY],
	['seconds since 1970', String((START + DAY) / SECOND), START + DAY],
	['the past', '-5', undefined],
	['nothing', '', undefined],
	['a word', 'never', undefined],
	['a time that no ban lasts until', String(START), undefined],
])('A temporary ban ends at %s', (_, expire, until) => {
	expect(disconnectReasonOf(failure({ reason: '402', code: '101', expire }), START)).toStrictEqual({
		code: 402,
		bannedUntil: until,
	});
});
