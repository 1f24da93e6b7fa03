import { Boom } from '@hapi/boom';
import { closeOf } from '../../../../engine/whatsapp/closes';
import { START } from '../../../support/fake-clock';
import { DAY, SECOND } from '../support';

/** How Baileys tells of a `<failure>` (lib/Socket/socket.js, CB:failure). */
const failure = (attrs: Record<string, string>) =>
	new Boom('Connection Failure', { statusCode: Number(attrs.reason), data: attrs });

test('A close has the code of its error', () => {
	expect(closeOf(failure({ reason: '403' }), START)).toEqual({
		code: 403,
		bannedUntil: undefined,
	});
});

test.each([undefined, new Error('no code'), new Boom('data', { data: new Error('other') })])(
	'A close without a code is one that nobody knows',
	(error) => {
		expect(closeOf(error, START)).toEqual({ code: 500, bannedUntil: undefined });
	},
);

test.each([
	['seconds from now', '86400', START + DAY],
	['seconds since 1970', String((START + DAY) / SECOND), START + DAY],
	['the past', '-5', undefined],
	['nothing', '', undefined],
	['a word', 'never', undefined],
	['a time that no ban lasts until', String(START), undefined],
])('A temporary ban ends at %s', (_, expire, until) => {
	expect(closeOf(failure({ reason: '402', code: '101', expire }), START)).toEqual({
		code: 402,
		bannedUntil: until,
	});
});
