import type { CredentialList, Gateway } from '../../../../engine/gateway/contract';
import { NoDatabase } from '../../../../nodes/shared/credential-list';
import { commandOf, resume } from '../../../../nodes/shared/resume';

test.each([
	[['node', '/usr/bin/n8n'], 'start'],
	[['node', '/usr/bin/n8n', 'start'], 'start'],
	[['node', '/usr/bin/n8n', 'start', '--open'], 'start'],
	[['node', '/usr/bin/n8n', 'worker'], 'worker'],
	[['node', '/usr/bin/n8n', 'worker', '--concurrency=5'], 'worker'],
	[['node', '/usr/bin/n8n', 'webhook'], 'webhook'],
	[['node', '/usr/bin/n8n', 'execute', '--id=1'], 'execute'],
	[['node', '/usr/bin/n8n', 'export:workflow'], 'export:workflow'],
	[['node', '/project/node_modules/.bin/jest'], undefined],
	[['node'], undefined],
])('%j runs %p', (argv, expected) => {
	expect(commandOf(argv)).toBe(expected);
});

describe('When n8n starts', () => {
	const LIST: CredentialList = { ids: ['a'], database: 'owner', newestExecution: 1 };

	/** What is done, in order, until n8n has been asked as often as there are answers. */
	async function plays(...answers: Array<CredentialList | Error | undefined>): Promise<string[]> {
		const done: string[] = [];
		const engine = {
			compareCredentials: async ({ ids }: CredentialList) =>
				void done.push(`compare ${ids.join()}`),
			resume: async () => void done.push('resume'),
		} as unknown as Gateway;
		const over = new Error('The test is over');
		await resume(
			() => engine,
			async () => {
				const answer = answers.shift();
				if (answer instanceof Error) throw answer;
				return answer;
			},
			async (ms) => {
				done.push(`pause ${ms}`);
				if (answers.length === 0) throw over;
			},
		).catch((error: unknown) => expect(error).toBe(over));
		return done;
	}

	test('what waits leaves after it is known whose credential is gone, which is asked once a day', async () => {
		expect(await plays(undefined, LIST, { ...LIST, ids: [] })).toEqual([
			'pause 1000',
			...['compare a', 'resume', 'pause 86400000'],
			...['compare ', 'pause 86400000'],
		]);
	});

	test('a database that fails is asked again, and holds nothing up for longer than a minute', async () => {
		const failing = Array.from({ length: 62 }, () => new Error('The database is away'));
		const done = await plays(...failing);
		expect(done.indexOf('resume')).toBe(60);
		expect(done.filter((what) => what === 'resume')).toHaveLength(1);
	});

	test('an n8n that lets nobody look is not asked again', async () => {
		expect(await plays(new NoDatabase())).toEqual(['resume']);
	});
});
