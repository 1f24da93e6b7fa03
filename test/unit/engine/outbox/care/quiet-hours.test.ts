import { quietUntil } from '../../../../../engine/outbox/care/quiet-hours';
import { DAY, HOUR, MINUTE } from '../../support';

const quiet = (from: string, to: string, timeZone: string) => {
	const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
	return { from: minutes(from), to: minutes(to), timeZone };
};
const untilOf = (hours: ReturnType<typeof quiet>, iso: string) => {
	const until = quietUntil(hours, Date.parse(iso));
	return until === undefined ? undefined : new Date(until).toISOString();
};

describe('Quiet hours', () => {
	const night = quiet('22:00', '08:00', 'America/Sao_Paulo');

	test.each([
		['before they begin', '2026-07-02T00:59:59Z', undefined],
		['from their first moment', '2026-07-02T01:00:00Z', '2026-07-02T11:00:00.000Z'],
		['past midnight', '2026-07-02T07:30:12.345Z', '2026-07-02T11:00:00.000Z'],
		['until their last moment', '2026-07-02T10:59:59.999Z', '2026-07-02T11:00:00.000Z'],
		['when they are over', '2026-07-02T11:00:00Z', undefined],
	])('of a night in São Paulo: %s', (_, now, until) => {
		expect(untilOf(night, now)).toBe(until);
	});

	test('of a lunch break, where it is quarters of an hour from UTC', () => {
		const lunch = quiet('12:00', '13:30', 'Asia/Kathmandu');
		expect(untilOf(lunch, '2026-07-01T07:00:00Z')).toBe('2026-07-01T07:45:00.000Z');
		expect(untilOf(lunch, '2026-07-01T07:45:00Z')).toBeUndefined();
	});

	test.each([
		[
			'an hour sooner in the night in which clocks are put on',
			'2026-03-28T22:00:00Z',
			'2026-03-29T06:00:00.000Z',
		],
		[
			'an hour later in the night in which they are put back',
			'2026-10-24T22:00:00Z',
			'2026-10-25T07:00:00.000Z',
		],
	])('end in Berlin %s', (_, now, until) => {
		expect(untilOf(quiet('22:00', '08:00', 'Europe/Berlin'), now)).toBe(until);
	});

	test('that end within the hour that is left out end when clocks are put on', () => {
		const hours = quiet('00:00', '02:30', 'Europe/Berlin');
		expect(untilOf(hours, '2026-03-29T00:10:00Z')).toBe('2026-03-29T01:00:00.000Z');
	});

	test('that end within the hour that comes twice come twice', () => {
		const hours = quiet('00:00', '02:30', 'Europe/Berlin');
		expect(untilOf(hours, '2026-10-25T00:10:00Z')).toBe('2026-10-25T00:30:00.000Z');
		expect(untilOf(hours, '2026-10-25T00:40:00Z')).toBeUndefined();
		expect(untilOf(hours, '2026-10-25T01:10:00Z')).toBe('2026-10-25T01:30:00.000Z');
	});

	test.each([
		['Europe/Berlin', '2026-03-28T12:00:00Z'],
		['America/New_York', '2026-10-31T12:00:00Z'],
		// Half an hour there.
		['Australia/Lord_Howe', '2026-04-04T04:00:00Z'],
	])('end in %s when a clock on the wall says so, minute for minute', (timeZone, from) => {
		const wall = new Intl.DateTimeFormat('en-GB', {
			...{ hour: '2-digit', minute: '2-digit', timeZone },
		});
		for (const [begin, end] of [
			['22:00', '08:00'],
			['01:15', '02:20'],
			['02:10', '01:50'],
		] as const) {
			const isQuiet = (at: number) => {
				const shown = wall.format(at);
				return begin < end ? shown >= begin && shown < end : shown >= begin || shown < end;
			};
			let next: number | undefined;
			const start = Date.parse(from);
			for (let at = start + 2 * DAY; at >= start; at -= MINUTE) {
				if (!isQuiet(at)) next = at;
				else if (next !== undefined)
					expect(quietUntil(quiet(begin, end, timeZone), at + 1)).toBe(next);
				if (!isQuiet(at)) expect(quietUntil(quiet(begin, end, timeZone), at)).toBeUndefined();
			}
			expect(next).toBeLessThan(start + DAY + HOUR);
		}
	});
});
