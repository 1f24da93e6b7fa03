import { getGlobalState, setGlobalState } from 'n8n-workflow';
import { accountSettings } from '../../../../nodes/shared/account';
import { CARE_DEFAULTS } from '../../../../nodes/shared/care';
import { WhatsAppLinkedApi } from '../../../../credentials/WhatsAppLinkedApi.credentials';
import { credentialData } from '../doubles';

const careOf = (care: object) =>
	accountSettings({ ...credentialData, options: { care: care as never } }).care;
const quiet = (quietFrom: string, quietTo: string, timeZone = 'Europe/Berlin') =>
	careOf({ quietFrom, quietTo, timeZone })?.quiet;

const DEFAULTS = {
	...{ messagesPerDay: 1000, messagesPerHour: 200, newChatsPerDay: 50, newChatsPerHour: 20 },
	...{ startSlowly: true, sameTextPauseMs: 30_000 },
};

describe('Care for the number', () => {
	it('is there only where it was added', () => {
		expect(accountSettings({ ...credentialData, options: {} })).not.toHaveProperty('care');
		expect(careOf({})).toEqual(DEFAULTS);
	});

	it('begins in the editor as it does through the API', () => {
		const options = new WhatsAppLinkedApi().properties.find(({ name }) => name === 'options');
		const panel = (options?.options ?? []).find(({ name }) => name === 'care');
		const { values } = panel as { values: { name: string; default: unknown }[] };
		expect(Object.fromEntries(values.map((field) => [field.name, field.default]))).toEqual(
			CARE_DEFAULTS,
		);
	});

	it('takes 0 for no limit, and texts for numbers', () => {
		expect(careOf({ messagesPerDay: 0, newChatsPerHour: '5', sameTextPause: 1.5 })).toMatchObject({
			...{ messagesPerDay: 0, newChatsPerHour: 5, sameTextPauseMs: 1500 },
		});
	});

	it.each([
		['22:00', '08:00', 1320, 480],
		['22h', '7h30', 1320, 450],
		['22.15', '8', 1335, 480],
		['10 pm', '8:30 a.m.', 1320, 510],
		['12am', '12 PM', 0, 720],
		['21:00:00', '24:00', 1260, 0],
		[' 9:05 ', '9:06', 545, 546],
	])('is quiet from %s to %s', (from, to, first, last) => {
		expect(quiet(from, to)).toEqual({ from: first, to: last, timeZone: 'Europe/Berlin' });
	});

	it("goes by n8n's time zone where none is named", () => {
		const before = getGlobalState();
		try {
			setGlobalState({ defaultTimezone: 'America/Sao_Paulo' });
			expect(quiet('22:00', '08:00', '')?.timeZone).toBe('America/Sao_Paulo');
			setGlobalState({ defaultTimezone: 'Mars/Base' });
			expect(() => quiet('22:00', '08:00', '')).toThrow(
				`Time Zone is empty, and n8n's own time zone is "Mars/Base", which is none`,
			);
		} finally {
			setGlobalState(before);
		}
	});

	it.each<[object, string]>([
		[{ quietFrom: '25:00', quietTo: '08:00' }, 'Quiet From is "25:00", which is no time of day'],
		[{ quietFrom: '22:00', quietTo: '8:60' }, 'Quiet To is "8:60", which is no time of day'],
		[{ quietFrom: '13 pm', quietTo: '8:00' }, 'Quiet From is "13 pm", which is no time of day'],
		[{ quietFrom: 'ten', quietTo: '8:00' }, 'Quiet From is "ten", which is no time of day'],
		[{ quietFrom: '22:00' }, 'Quiet To is empty, but there is a time in the other field'],
		[{ quietTo: '08:00' }, 'Quiet From is empty'],
		[{ quietFrom: '8:00', quietTo: '08:00' }, 'are the same time, 8:00'],
		[
			{ quietFrom: '22:00', quietTo: '8:00', timeZone: 'Berlin' },
			'Time Zone is "Berlin", which is no time zone',
		],
		[{ messagesPerDay: -1 }, 'Messages per Day is -1, but it must be a number of messages from 0'],
		[{ newChatsPerDay: 'many' }, 'New Chats per Day is "many"'],
		[{ sameTextPause: '' }, 'Pause Between Same Texts is ""'],
		[{ startSlowly: 'maybe' }, 'Start Slowly is "maybe", but it must be true or false'],
	])('refuses %j', (care, message) => {
		expect(() => careOf(care)).toThrow(message);
	});
});
