import { EngineError, WEEKDAYS, type OpeningHours } from '../../../../engine/gateway/contract';
import { choice, field, listOf, shownWith, text, type Field } from '../../../shared/fields';
import { asChoice, asList } from '../../../shared/parameters';

interface Entry {
	days: Array<OpeningHours['day']>;
	mode: OpeningHours['mode'];
	opens: string;
	closes: string;
}

const named = (day: string) => day.charAt(0).toUpperCase() + day.slice(1);
const DAYS = Object.fromEntries(WEEKDAYS.map((day) => [day, day]));

const days = field(
	{
		displayName: 'Days',
		type: 'multiOptions',
		options: WEEKDAYS.map((day) => ({ name: named(day), value: day })),
		default: [],
		description: 'The days that are alike. Those that are nowhere named are closed.',
	},
	(value) => asList(value).map((day) => asChoice('Days', day, DAYS)),
);

const mode = choice(
	{
		displayName: 'Open',
		options: [
			{ name: 'At Certain Hours', value: 'specificHours' },
			{ name: 'By Appointment Only', value: 'appointmentOnly' },
			{ name: 'Open 24 Hours', value: 'open24Hours' },
		],
		default: 'specificHours',
		description: 'Whether it is open at specificHours, open24Hours, or appointmentOnly',
	},
	{ open24h: 'open24Hours' },
);

const time = (displayName: string, placeholder: string) =>
	shownWith(
		{ mode: ['specificHours'] },
		text({ displayName, placeholder, description: 'As hh:mm; the end of a day is 24:00' }),
	);

const entries = listOf<Entry>(
	{
		displayName: 'Opening Hours',
		typeOptions: { multipleValues: true },
		placeholder: 'Add hours',
		default: {},
		description:
			'All of them: they replace those that are set. A day with a pause has two entries. Without any entry the hours are taken away.',
	},
	{
		displayName: 'Hours',
		values: {
			days,
			mode,
			opens: time('Opens', 'e.g. 09:00'),
			closes: time('Closes', 'e.g. 18:00'),
		},
	},
);

/** An option: undefined unless it was added. */
export const openingHours: Field<OpeningHours[] | undefined> = {
	...entries,
	read: (place, name) =>
		place.get(name) === undefined ? undefined : entries.read(place, name).flatMap(eachDay),
};

function eachDay({ days: alike, mode: how, opens, closes }: Entry): OpeningHours[] {
	if (alike.length === 0) throw NO_DAYS;
	return alike.map((day) =>
		how === 'specificHours' ? { day, mode: how, opens, closes } : { day, mode: how },
	);
}

const NO_DAYS = new EngineError(
	'INVALID_CONTENT',
	'Opening Hours has an entry without days.',
	'Choose the days that the hours are for, or remove the entry.',
);
