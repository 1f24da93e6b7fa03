import js from '@eslint/js';
import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';
import noCycle from './scripts/lint/no-cycle.mjs';

// n8n's own rules for community packages, without those of n8n Cloud: a package that holds a connection open cannot run
// there. On top come the import rules that keep the house in order (CONTRIBUTING.md, "Where things are").

const N8N = {
	regex: '^(n8n-|@n8n/)',
	message: 'The engine knows no n8n. What it needs of n8n comes in through engine/gateway.',
};
const BAILEYS = {
	regex: '^(@whiskeysockets/baileys|libsignal|whatsapp-rust-bridge|@noble/curves)($|/)',
	message: 'Only engine/whatsapp knows Baileys and its cryptography.',
};
const BAILEYS_VALUES = { ...BAILEYS, allowTypeImports: true };
const MEDIA_LIBRARY = {
	regex: '^(sharp|file-type|mime-types|unpdf)($|/)',
	message: 'Only engine/media looks into files.',
};
const REDIS = {
	regex: '^ioredis($|/)',
	message: 'Only engine/transport/bus/bus.ts knows Redis.',
};
const STORE_VALUES = {
	regex: String.raw`^\.\./store/`,
	allowTypeImports: true,
	message: 'engine/whatsapp takes types of the store alone: what it keeps is handed to it.',
};
const PG = {
	regex: '^pg($|/|-)',
	message:
		'Only engine/store/postgres talks to Postgres, and is loaded by those alone whose numbers are there.',
};
const NOT_PURE = {
	regex: String.raw`^(?!@whiskeysockets/baileys$|libphonenumber-js/max$|lru-cache$|\.)`,
	message: 'engine/content is pure: values in, values out.',
};
const NOT_PURE_BUT_VCARDS = {
	...NOT_PURE,
	regex: String.raw`^(?!@whiskeysockets/baileys$|libmime$|\.)`,
};
const NOT_NODE = {
	regex: String.raw`^(?!node:|lru-cache$|\.)`,
	message: 'engine/store needs nothing but Node and a cache.',
};
const NOT_NODE_BUT_PG = {
	...NOT_NODE,
	regex: String.raw`^(?!node:|pg$|\.)`,
};
const NOT_N8N_WORKFLOW = {
	regex: String.raw`^(?!n8n-workflow$|htmlparser2$|libmime$|marked$|node:|\.)`,
	message:
		'The n8n side imports n8n-workflow, Node, engine/gateway, htmlparser2 for link previews, libmime for headers, and marked for Markdown. All else belongs to the engine.',
};

/** The rule for imports looks at `import ... from` only; `import(...)` is an expression like others to ESLint. */
const loading = ({ regex, message }) => ({
	selector: `ImportExpression > Literal[value=/${regex.replaceAll('/', String.raw`\/`)}/]`,
	message,
});

const packages = (files, ...patterns) => ({
	files,
	rules: {
		'@typescript-eslint/no-restricted-imports': ['error', { patterns }],
		'no-restricted-syntax': ['error', ...patterns.map(loading)],
	},
});

/** Imports run down this list; `content` and `whatsapp` are below it, each with a wall of its own. */
const ROOMS = [
	'transport',
	'fleet',
	'host',
	'commands',
	'account',
	'session',
	'questions',
	'outbox',
	'inbox',
	'calls',
	'conversations',
	'events',
	'chats',
	'contacts',
	'media',
	'store',
	'proxy',
];
/** What a room takes of one above it: the host's thread speaks the transport's protocol and may hold a fleet, and looking up a message needs the ledger. */
const UP = { host: ['transport', 'fleet'], fleet: ['transport'], inbox: ['outbox'] };
const walls = ROOMS.map((room, index) => ({
	target: `./engine/${room}`,
	from: ROOMS.slice(0, index)
		.filter((above) => !UP[room]?.includes(above))
		.map((above) => `./engine/${above}`),
	message: 'Imports run down: see docs/architecture.md.',
})).filter(({ from }) => from.length > 0);

const folders = {
	files: ['{nodes,credentials,engine}/**/*.ts'],
	rules: {
		'import-x/no-restricted-paths': [
			'error',
			{
				basePath: import.meta.dirname,
				zones: [
					...walls,
					{
						target: ['./nodes', './credentials'],
						from: './engine',
						except: [
							...['./gateway', './transport/open-gateway.ts', './backoff.ts'],
							'./fleet/moving-out.ts',
						],
						message:
							'The n8n side sees the engine through its contract, engine/gateway, and opens it by one call. It shares how pauses grow. nodes/cli moves numbers.',
					},
					{
						target: './engine',
						from: ['./nodes', './credentials'],
						message: 'The engine knows no n8n.',
					},
					{
						target: './engine/gateway',
						from: './engine',
						except: ['./gateway'],
						message: 'engine/gateway is the contract: it needs nothing of the engine.',
					},
					{
						target: './engine/transport',
						from: './engine',
						except: [
							'./transport',
							'./gateway',
							'./log.ts',
							'./backoff.ts',
							'./clock.ts',
							'./bounded-map.ts',
							'./sealing.ts',
						],
						message:
							'engine/transport is loaded by n8n itself. What it needs of the engine runs in the worker and answers in messages.',
					},
					{
						target: './engine/content',
						from: './engine',
						except: ['./content', './gateway/contract.ts'],
						message: 'engine/content is pure: it knows our message shapes and nothing else.',
					},
					{
						target: './engine/whatsapp',
						from: './engine',
						except: [
							...['./whatsapp', './content', './gateway/contract.ts', './store'],
							...['./clock.ts', './bounded-map.ts', './log.ts'],
						],
						message:
							'engine/whatsapp owns the types of what it needs of others: it imports content and the contract alone.',
					},
					{
						target: './engine/store',
						from: './engine',
						except: [
							...['./store', './gateway/contract.ts', './sealing.ts'],
							...['./backoff.ts', './bounded-map.ts', './clock.ts', './log.ts'],
						],
						message: 'engine/store keeps bytes and rows. It knows no WhatsApp.',
					},
				],
			},
		],
	},
};

const nodeGlobals = Object.fromEntries(
	Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']),
);

export default [
	{ ignores: ['.build/', 'coverage/', 'test/artefacts/'] },
	...configWithoutCloudSupport,
	{
		files: ['package.json'],
		rules: {
			// We ship runtime dependencies on purpose: bundled, Baileys and p-queue could be neither audited nor updated by
			// the usual tools, and n8n installs dependencies for every community package that is not "verified".
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
	{
		// Tests kill processes: that is what some of them are about.
		files: ['test/**/*.ts'],
		rules: { '@n8n/community-nodes/no-dangerous-functions': 'off' },
	},
	{
		// Programs of fixed paths with fixed arguments and no shell: ffmpeg, and our own for images.
		files: ['engine/media/conversion/*.ts'],
		rules: { '@n8n/community-nodes/no-dangerous-functions': 'off' },
	},
	{
		files: ['**/*.ts'],
		rules: { '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }] },
	},
	{
		// The rule is about what a node shows to its user. These run where no n8n is; errors of the engine are caught and
		// translated in nodes/shared/errors.ts.
		files: ['engine/**/*.ts', 'nodes/cli/**/*.ts', 'test/**/*.ts'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
	{
		files: ['**/*.{js,mjs}'],
		rules: {
			...js.configs.recommended.rules,
			// `const { left, ...rest } = all` is how a field is left out.
			'no-unused-vars': ['error', { ignoreRestSiblings: true }],
		},
		languageOptions: { globals: nodeGlobals },
	},
	{
		files: ['*.js'],
		languageOptions: {
			sourceType: 'commonjs',
			globals: {
				...nodeGlobals,
				module: 'writable',
				require: 'readonly',
				exports: 'writable',
				__dirname: 'readonly',
			},
		},
	},
	folders,
	{ files: ['**/*.ts'], rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] } },
	{
		// The same for imports of types.
		files: ['**/*.{ts,mjs,cjs,js}'],
		plugins: { project: { rules: { 'no-cycle': noCycle } } },
		rules: { 'project/no-cycle': 'error' },
	},
	packages(['nodes/**/*.ts', 'credentials/**/*.ts'], NOT_N8N_WORKFLOW),
	packages(['engine/**/*.ts'], N8N, BAILEYS, MEDIA_LIBRARY, PG, REDIS),
	packages(['engine/transport/bus/bus.ts'], N8N, BAILEYS, MEDIA_LIBRARY, PG),
	packages(['engine/whatsapp/**/*.ts'], N8N, MEDIA_LIBRARY, PG, REDIS, STORE_VALUES),
	packages(['engine/media/**/*.ts'], N8N, BAILEYS, PG, REDIS),
	packages(['engine/content/**/*.ts'], BAILEYS_VALUES, NOT_PURE),
	// Old vCards are quoted-printable, in any charset.
	packages(['engine/content/vcard.ts'], BAILEYS_VALUES, NOT_PURE_BUT_VCARDS),
	packages(['engine/store/**/*.ts'], NOT_NODE),
	packages(['engine/store/postgres/**/*.ts'], NOT_NODE_BUT_PG),
];
