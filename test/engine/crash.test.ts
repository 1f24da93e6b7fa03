import { join } from 'node:path';
import { ASK_POINTS, runAskPoint } from '../crash/ask';
import { COLLECT_POINTS, runCollectPoint } from '../crash/collect';
import { runWithoutJournal } from '../crash/mutation';
import { KIND_POINTS, LINK_POINTS, POINTS, REDELIVERY } from '../crash/points';
import { createRandom } from '../crash/random';
import {
	MESSAGES_ALONE,
	type Run,
	runLinkPoint,
	runPoint,
	runRandom,
	SHORT,
	totalOf,
} from '../crash/runs';
import { Site } from '../crash/site';
import { tameBaileys } from '../support/tame-baileys';

const ENGINE_DIR = join(__dirname, '..', '..', 'dist', 'engine');

/** The short form of `npm run test:crash`. To repeat a failure: the title says what to set. */
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

describe(`killed with SIGKILL (CRASH_SEED=${seed})`, () => {
	let site: Site;

	beforeAll(async () => {
		tameBaileys(); // The simulator's own: the engine runs in a process of its own.
		site = await Site.open({ engineDir: ENGINE_DIR });
	});
	afterAll(async () => {
		const { problems } = site.simulator;
		await site.close();
		expect(problems).toEqual([]);
	});

	const expectNothingMissing = (run: Run) =>
		expect(totalOf([run])).toMatchObject({ outOfOrder: 0, lost: 0, doubled: 0, undecryptable: 0 });

	test.each(POINTS.map((point) => [point.name, point] as const))('%s', async (_name, point) => {
		const random = createRandom(seed, point.name);
		expectNothingMissing(await runPoint(site, point, random, MESSAGES_ALONE));
	});

	test('at a random time', async () => {
		const random = createRandom(seed, 'random');
		for (let turn = 0; turn < 3; turn++) expectNothingMissing(await runRandom(site, random, SHORT));
	});

	test('a connection that ends before the receipt: no retry, no refusal', async () => {
		const random = createRandom(seed, REDELIVERY.name);
		expectNothingMissing(await runPoint(site, REDELIVERY, random, MESSAGES_ALONE));
	});

	test.each([
		'status frame, after',
		'file frame, after',
		'album part commit, after',
		'album told, before',
		'post frame, after',
		'post commit, before',
		'send-at due',
	])('%s', async (name) => {
		const point = pointOf(KIND_POINTS, name);
		expectNothingMissing(await runPoint(site, point, createRandom(seed, name), SHORT));
	});

	test.each(ASK_POINTS.map((point) => [point.name, point] as const))(
		'an execution waits: %s',
		async (_name, point) => {
			expectNothingMissing(await runAskPoint(site, point, createRandom(seed, point.name)));
		},
	);

	test.each(COLLECT_POINTS.map((point) => [point.name, point] as const))(
		'a trigger collects: %s',
		async (_name, point) => {
			expectNothingMissing(await runCollectPoint(site, point, createRandom(seed, point.name)));
		},
	);

	// Where the engine has to find out what has become of the link. `npm run test:crash` has the others.
	test.each([
		'link: code typed',
		'link: paired commit, after',
		'link: signature frame, after',
		'link: login commit, before',
	])('%s', async (name) => {
		expectNothingMissing(await runLinkPoint(site, pointOf(LINK_POINTS, name), MESSAGES_ALONE));
	});
});

test('without the journal the same tests find losses', async () => {
	tameBaileys();
	const { lost, undecryptable } = await runWithoutJournal(ENGINE_DIR, seed);
	expect(lost + undecryptable).toBeGreaterThan(0);
});

function pointOf<P extends { name: string }>(points: readonly P[], name: string): P {
	const point = points.find((candidate) => candidate.name === name);
	if (!point) throw new Error(`There is no point "${name}"`);
	return point;
}
