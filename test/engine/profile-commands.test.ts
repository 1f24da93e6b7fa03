import type { CommandName, Commands } from '../../engine/gateway/contract';
import { png } from '../support/files';
import { OWNER, runLater, useBench } from './support';

const MEX = 'get w:mex query';

const bench = useBench();

const run = async <C extends CommandName>(command: C, input: Commands[C]['input']) =>
	await runLater(bench, command, input);

const own = async () => await bench.simulator.contact(OWNER);

test('the profile is what others see', async () => {
	const nothing = { about: null, pictureUrl: null, isBusiness: false, verifiedName: null };
	expect(await run('profile.get', {})).toMatchObject({
		...{ phone: OWNER, lid: bench.phone.lid, ...nothing },
	});
	Object.assign(await own(), { picture: png(), verifiedName: 'Flowers by Ana' });
	// Own settings keep nothing from ourselves.
	(await own()).show('picture', false);
	expect(await run('profile.get', {})).toMatchObject({
		...{ isBusiness: true, verifiedName: 'Flowers by Ana' },
		pictureUrl: expect.stringMatching(/^https:/),
	});
});

test('a name is told to the other devices, and to everybody else', async () => {
	expect(await run('profile.setName', { name: ' Ana 🌻 ' })).toEqual({ name: 'Ana 🌻' });
	const { action } = await bench.phone.waitForAppState(
		({ index }) => index[0] === 'setting_pushName',
	);
	expect(action.pushNameSetting).toMatchObject({ name: 'Ana 🌻' });
	await bench.simulator.traffic.waitFor(
		({ direction, stanza: { tag, attrs } }) =>
			direction === 'in' && tag === 'presence' && attrs.name === 'Ana 🌻',
	);
	expect((await own()).name).toBe('Ana 🌻');
	expect(bench.phone.available).toBe(false);
	expect(await run('profile.get', {})).toMatchObject({ name: 'Ana 🌻' });
	expect(await run('session.status', {})).toMatchObject({ name: 'Ana 🌻' });
});

test('an about stays, as a note and as before, until it is taken away', async () => {
	await run('profile.setAbout', { about: ' Open from 9 to 18 ' });
	expect(await own()).toMatchObject({ note: 'Open from 9 to 18', about: 'Open from 9 to 18' });
	bench.clock.skip(30 * 24 * 3_600_000);
	expect(await run('profile.get', {})).toMatchObject({ about: 'Open from 9 to 18' });
	await run('profile.setAbout', { about: '' });
	expect(await own()).toMatchObject({ note: undefined, about: '' });
	expect(await run('profile.get', {})).toMatchObject({ about: null });
});

test('an about that WhatsApp refuses is not set at all', async () => {
	bench.simulator.faults.refuseQueries(MEX, 406);
	await expect(run('profile.setAbout', { about: 'No' })).rejects.toMatchObject({
		code: 'REJECTED',
		message: 'WhatsApp refused it. (WhatsApp error 406)',
	});
	expect(await own()).toMatchObject({ note: undefined, about: '' });
});

test.each([
	['profile.setName', { name: ' ' }, 'The profile name is empty.'],
	['profile.setName', { name: '🌻'.repeat(26) }, 'The profile name has 26 characters.'],
	['profile.setAbout', { about: 'x'.repeat(140) }, 'The about text has 140 characters.'],
] as const)('%s refuses what is too short or too long (%#)', async (command, input, message) => {
	await expect(run(command, input as never)).rejects.toMatchObject({
		...{ code: 'INVALID_CONTENT', message },
	});
});
