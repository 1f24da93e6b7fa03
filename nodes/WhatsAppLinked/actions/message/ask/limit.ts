import { EngineError } from '../../../../../engine/gateway/contract';
import {
	alternatives,
	choice,
	field,
	mapped,
	named,
	shownWith,
	time,
	together,
	toggle,
	type Field,
} from '../../../../shared/fields';
import { numberBetween } from '../../../../shared/numbers';

const MINUTE_MS = 60_000;
const UNIT_MS = { minutes: MINUTE_MS, hours: 60 * MINUTE_MS, days: 24 * 60 * MINUTE_MS };
/** More than any question is worth waiting for. */
const LONGEST_MS = 180 * UNIT_MS.days;

const AMOUNT = 'Wait at Most';
const UNTIL = 'Wait Until';

/** When the wait ends, by the time that it is now (ms since 1970). Error: INVALID_SETTING. */
type Deadline = (now: number) => number;

const isLimited = toggle({
	displayName: 'Limit Wait Time',
	default: false,
	description:
		'Whether the workflow goes on without an answer after some time, over the output No Answer. Without a limit it waits until there is one.',
});

const interval = mapped(
	together({
		resumeAmount: field(
			{
				displayName: AMOUNT,
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1,
				description: 'How long to wait for an answer',
			},
			(value) => value,
		),
		resumeUnit: choice({
			displayName: 'Unit',
			// From short to long.
			options: [
				{ name: 'Minutes', value: 'minutes' },
				{ name: 'Hours', value: 'hours' },
				{ name: 'Days', value: 'days' },
			],
			default: 'hours',
			description: 'The unit of Wait at Most',
		}),
	}),
	({ resumeAmount, resumeUnit: unit }): Deadline => {
		const longest = LONGEST_MS / UNIT_MS[unit];
		const amount = numberBetween(AMOUNT, resumeAmount, { unit, min: 0, max: longest });
		return (now) => now + amount * UNIT_MS[unit];
	},
);

const pointInTime = mapped(
	named(
		'maxDateAndTime',
		time({
			displayName: UNTIL,
			required: true,
			description: 'Until when to wait for an answer',
		}),
	),
	(written): Deadline =>
		(now) => {
			const at = Date.parse(written);
			if (at > now && at - now <= LONGEST_MS) return at;
			throw new EngineError(
				'INVALID_SETTING',
				`${UNTIL} is ${JSON.stringify(written)}, which is no time within the next 180 days.`,
				'Choose a time to come, or limit the time by an interval.',
			);
		},
);

const limits = alternatives(
	choice({
		displayName: 'Limit Type',
		options: [
			{
				name: 'After Time Interval',
				value: 'afterTimeInterval',
				description: 'Waits for some time',
			},
			{
				name: 'At Specified Time',
				value: 'atSpecifiedTime',
				description: 'Waits until a date and time',
			},
		],
		default: 'afterTimeInterval',
		description: 'When the workflow goes on without an answer',
	}),
	{ afterTimeInterval: interval, atSpecifiedTime: pointInTime },
);

const shown = shownWith({ limitWaitTime: [true] }, named('limitType', limits));

/** How long an answer is waited for, under the names of n8n's own nodes; undefined: as long as it takes. */
export const limitWaitTime: Field<Deadline | undefined> = {
	properties: (name) => [...isLimited.properties(name), ...shown.properties(name)],
	read: (place, name) => (isLimited.read(place, name) ? shown.read(place, name).value : undefined),
};
