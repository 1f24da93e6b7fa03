import { event } from '../../../../../engine/content/outgoing/event';
import type { EventContent, EventDetails } from '../../../../../engine/gateway/contract';
import { BOB, buildContext, checkContext, GROUP, lookUps, refusal, SECRET } from './support';

const breakfast: EventDetails = { name: 'Breakfast', startsAt: '2027-01-02T09:30:00.000Z' };
const content = (change: Partial<EventDetails> = {}): EventContent => ({
	type: 'event',
	event: { ...breakfast, ...change },
});
const START_SECONDS = Date.UTC(2027, 0, 2, 9, 30) / 1000;

describe('An event', () => {
	test('has a name, a time and a secret for the answers', () => {
		expect(event.build(content(), buildContext(undefined))).toEqual({
			eventMessage: { name: 'Breakfast', startTime: START_SECONDS, isCanceled: false },
			messageContextInfo: { messageSecret: SECRET },
		});
		expect(event.summary(content())).toBe('Event: Breakfast');
	});

	test('has everything else one can say of it', () => {
		const all = content({
			description: 'Bring a cup',
			endsAt: '2027-01-02T07:30:00-03:00',
			location: 'Café Central',
			canceled: true,
		});
		expect(
			event.build(all, buildContext('https://call.whatsapp.com/video/x')).eventMessage,
		).toEqual({
			name: 'Breakfast',
			description: 'Bring a cup',
			location: { name: 'Café Central' },
			joinLink: 'https://call.whatsapp.com/video/x',
			startTime: START_SECONDS,
			endTime: START_SECONDS + 3_600,
			isCanceled: true,
		});
	});

	test('asks for a link only where there is a call', async () => {
		const createCallLink = jest.fn(async () => 'link');
		const whatsApp = lookUps({ createCallLink });
		expect(await event.lookUp?.(content(), whatsApp, GROUP)).toBeUndefined();
		expect(await event.lookUp?.(content({ call: 'audio' }), whatsApp, GROUP)).toBe('link');
		expect(createCallLink.mock.calls).toEqual([['audio', START_SECONDS * 1000]]);
	});

	test('goes to groups only', () => {
		expect(() => event.check(content(), checkContext(GROUP))).not.toThrow();
		expect(refusal(event, content(), BOB)).toBe('Events can be sent to groups only.');
	});

	test.each<[string, Partial<EventDetails>, string]>([
		['no name', { name: '' }, 'The name of the event is empty.'],
		['no start', { startsAt: '' }, 'The start of the event is empty.'],
		[
			'a start in words',
			{ startsAt: 'next Friday at 5' },
			'The start of the event, "next Friday at 5", is not a date and time.',
		],
		[
			'a start without a time zone',
			{ startsAt: '2027-01-02T09:30:00' },
			'The start of the event, "2027-01-02T09:30:00", is not a date and time.',
		],
		[
			'a day that does not exist',
			{ startsAt: '2027-13-02T09:30:00Z' },
			'The start of the event, "2027-13-02T09:30:00Z", is not a date and time.',
		],
		[
			'a day that its month does not have',
			{ startsAt: '2027-02-30T09:30:00Z' },
			'The start of the event, "2027-02-30T09:30:00Z", is not a date and time.',
		],
		...['05/06/2027', '5.6.2027 18:00', '05-06-27'].map(
			(startsAt) =>
				[
					'a date that means two days',
					{ startsAt },
					`The start of the event, "${startsAt}", does not say which number is the day and which is the month.`,
				] satisfies [string, Partial<EventDetails>, string],
		),
		[
			'a date without its year in front',
			{ endsAt: '31/12/2027' },
			'The end of the event, "31/12/2027", is not a date and time.',
		],
		[
			'an end in words',
			{ endsAt: 'later' },
			'The end of the event, "later", is not a date and time.',
		],
		[
			'an end before the start',
			{ endsAt: '2027-01-02T09:29:59Z' },
			'The event ends (2027-01-02T09:29:59Z) before it starts (2027-01-02T09:30:00.000Z).',
		],
		[
			'a call of a kind that there is none of',
			{ call: 'voice' as 'audio' },
			'"voice" is not a kind of call.',
		],
		[
			'a description without end',
			{ description: 'x'.repeat(2_049) },
			'The description of the event has 2049 characters; at most 2048 are allowed.',
		],
	])('refuses %s', (_, change, message) => {
		expect(refusal(event, content(change), GROUP)).toBe(message);
	});
});
