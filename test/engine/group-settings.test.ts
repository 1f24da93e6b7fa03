import { noMember, notAnAdmin, useGroups } from './group-support';
import { OWNER } from './support';

const { bench, run, groupOf, bobsGroup, asked } = useGroups();

const NEVER = '120363999999999999@g.us';

describe('group.setSubject', () => {
	test('names a group anew, by which it is found at once', async () => {
		const group = await groupOf('Old name');
		expect(await run('group.setSubject', { group: group.id, subject: ' New name ' })).toEqual({
			id: group.id,
			subject: 'New name',
		});
		expect(group.subject).toBe('New name');
		expect(await run('group.get', { group: 'New name' })).toMatchObject({ id: group.id });
	});

	test.each([
		['  ', 'The name of a group is empty.'],
		['é'.repeat(101), 'The name of a group has 101 characters.'],
	])('is refused before WhatsApp is asked: "%s"', async (subject, message) => {
		const before = asked('subject');
		await expect(run('group.setSubject', { group: NEVER, subject })).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message,
		});
		expect(asked('subject')).toBe(before);
	});

	test('is for admins where only they may change it, and for members alone', async () => {
		const group = await bobsGroup('Open to all');
		await run('group.setSubject', { group: group.id, subject: 'By a member' });
		expect(group.subject).toBe('By a member');
		group.setLocked(true);
		const again = run('group.setSubject', { group: group.id, subject: 'Once more' });
		await expect(again).rejects.toMatchObject(notAnAdmin(group.id));
		await group.leave(OWNER);
		const gone = run('group.setSubject', { group: group.id, subject: 'From outside' });
		await expect(gone).rejects.toMatchObject(noMember(group.id));
		const nowhere = run('group.setSubject', { group: NEVER, subject: 'Nowhere' });
		await expect(nowhere).rejects.toMatchObject({ message: `There is no group ${NEVER}.` });
	});

	test('says that WhatsApp does not accept the name', async () => {
		const group = await groupOf('Decent');
		bench.simulator.faults.refuseQueries('set w:g2 subject', 406);
		const refused = run('group.setSubject', { group: group.id, subject: 'Indecent' });
		await expect(refused).rejects.toMatchObject({
			code: 'REJECTED',
			message: 'WhatsApp did not accept the name of the group.',
		});
	});
});

describe('group.setDescription', () => {
	test('says what a group is about, says it anew, and removes it', async () => {
		const { id } = await groupOf('Described');
		const describe = (description: string) =>
			run('group.setDescription', { group: id, description });
		for (const description of ['What it is about', 'What else']) {
			expect(await describe(description)).toEqual({ id, description });
			expect(bench.simulator.findGroup(id).description).toBe(description);
		}
		expect(await describe('  ')).toEqual({ id, description: null });
		expect(bench.simulator.findGroup(id).description).toBe('');
	});

	test('is refused where it is too long', async () => {
		const description = 'x'.repeat(2_049);
		const refused = run('group.setDescription', { group: NEVER, description });
		await expect(refused).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'The description of a group has 2049 characters.',
		});
	});

	test('is for admins where only they may change it', async () => {
		const group = await bobsGroup('Locked');
		group.setLocked(true);
		const refused = run('group.setDescription', { group: group.id, description: 'Mine' });
		await expect(refused).rejects.toMatchObject(notAnAdmin(group.id));
	});

	test('can be tried again where somebody else was faster', async () => {
		const group = await groupOf('Contended');
		bench.simulator.faults.refuseQueries('set w:g2 description', 409);
		const refused = run('group.setDescription', { group: group.id, description: 'Ours' });
		await expect(refused).rejects.toMatchObject({
			code: 'REJECTED',
			message: expect.stringContaining('Somebody else changed the description'),
			retryable: true,
		});
	});
});

describe('group.updateSettings', () => {
	test('changes what is given and differs, one after another', async () => {
		const group = await groupOf('Settings');
		group.setLocked(true);
		const before = asked('locked');
		expect(
			await run('group.updateSettings', {
				...{ group: group.id, announce: true, restrict: true },
				...{ adminsAdd: true, adminsInvite: false, joinApproval: true },
			}),
		).toEqual({
			id: group.id,
			settings: {
				...{ announce: true, restrict: true, adminsAdd: true, adminsInvite: false },
				...{ joinApproval: true, ephemeralSeconds: 0 },
			},
			changed: ['announce', 'adminsAdd', 'adminsInvite', 'joinApproval'],
		});
		expect(group).toMatchObject({
			...{ announcement: true, locked: true, adminsAdd: true, adminsInvite: false },
			joinApproval: true,
		});
		expect(asked('locked')).toBe(before);

		const back = await run('group.updateSettings', {
			...{ group: group.id, announce: false, restrict: false },
			...{ adminsAdd: false, adminsInvite: true, joinApproval: false },
		});
		expect(back.changed).toHaveLength(5);
		expect(group).toMatchObject({
			...{ announcement: false, locked: false, adminsAdd: false, adminsInvite: true },
			joinApproval: false,
		});
		expect(await run('group.get', { group: group.id })).toMatchObject({ settings: back.settings });
	});

	test('asks for nothing where nothing differs', async () => {
		const group = await groupOf('As it is');
		const before = asked('not_announcement');
		const { changed } = await run('group.updateSettings', { group: group.id, announce: false });
		expect(changed).toEqual([]);
		expect(asked('not_announcement')).toBe(before);
	});

	test('needs a setting', async () => {
		await expect(run('group.updateSettings', { group: NEVER })).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message: 'No setting of the group is given.',
		});
	});

	test('is for admins', async () => {
		const group = await bobsGroup('Not ours to set');
		const refused = run('group.updateSettings', { group: group.id, announce: true });
		await expect(refused).rejects.toMatchObject(notAnAdmin(group.id));
		expect(group.announcement).toBe(false);
	});

	test('says what it did before WhatsApp refused', async () => {
		const group = await groupOf('Half done');
		bench.simulator.faults.refuseQueries('set w:g2 member_add_mode', 500);
		const refused = run('group.updateSettings', {
			...{ group: group.id, announce: true, restrict: true, adminsAdd: true, joinApproval: true },
		});
		await expect(refused).rejects.toMatchObject({
			code: 'REJECTED',
			message:
				'WhatsApp refused it. (WhatsApp error 500) Changed before that: who may send messages, who may change the name and the other settings.',
			retryable: true,
		});
		expect(group).toMatchObject({ announcement: true, locked: true, joinApproval: false });
	});
});

describe('group.setDisappearing', () => {
	test.each([86_400, 604_800, 7_776_000, 0])('after %i seconds', async (seconds) => {
		const group = await groupOf(`Gone after ${seconds}`);
		group.setEphemeral(seconds === 0 ? 86_400 : 0);
		expect(await run('group.setDisappearing', { group: group.id, seconds })).toEqual({
			id: group.id,
			ephemeralSeconds: seconds,
		});
		expect(group.ephemeralSeconds).toBe(seconds);
		expect((await run('group.get', { group: group.id })).settings.ephemeralSeconds).toBe(seconds);
	});

	test.each([1, 3_600, NaN, -86_400])('knows no %s seconds', async (seconds) => {
		await expect(run('group.setDisappearing', { group: NEVER, seconds })).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message: expect.stringContaining('WhatsApp knows only 24 hours, 7 days and 90 days.'),
		});
	});

	test('is for admins where only they may change it', async () => {
		const group = await bobsGroup('Stays');
		group.setLocked(true);
		const refused = run('group.setDisappearing', { group: group.id, seconds: 86_400 });
		await expect(refused).rejects.toMatchObject(notAnAdmin(group.id));
	});
});
