import { contentOf, innermost } from '../../../../engine/content/wrappers';

describe('The message in its envelopes', () => {
	const image = { imageMessage: { caption: 'look' } };

	test('is itself when there is none', () => {
		expect(innermost(image)).toBe(image);
	});

	test.each([
		'ephemeralMessage',
		'viewOnceMessageV2',
		'documentWithCaptionMessage',
		'editedMessage',
	])('is taken out of %s', (wrapper) => {
		expect(innermost({ [wrapper]: { message: image } })).toBe(image);
	});

	test('is taken out of several', () => {
		const wrapped = { ephemeralMessage: { message: { viewOnceMessage: { message: image } } } };
		expect(innermost(wrapped)).toBe(image);
	});

	test('is not looked for without end', () => {
		const endless: { ephemeralMessage: { message: object } } = {
			ephemeralMessage: { message: {} },
		};
		endless.ephemeralMessage.message = endless;
		expect(innermost(endless)).toBe(endless);
	});
});

describe('The content of a message', () => {
	test('is the one field that says something', () => {
		const body = { name: 'Lunch?' };
		expect(
			contentOf({
				messageContextInfo: {},
				senderKeyDistributionMessage: {},
				conversation: null,
				pollCreationMessage: body,
			}),
		).toEqual({ kind: 'pollCreationMessage', body });
	});

	test('may be bare words', () => {
		expect(contentOf({ conversation: 'hi' })).toEqual({ kind: 'conversation', body: 'hi' });
	});

	test('may be missing', () => {
		expect(contentOf({ senderKeyDistributionMessage: {} })).toBeUndefined();
	});
});
