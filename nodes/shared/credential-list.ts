import type { CredentialList } from '../../engine/gateway/contract';
import { CREDENTIAL } from './account';

/** What we need of n8n's database, whose classes are reached as those in `gateway.ts` are. */
interface Repository {
	find(options: object): Promise<Array<{ id: string; type?: string }>>;
}
interface Connection {
	connectionState?: { connected?: boolean; migrated?: boolean };
}
type Database = Record<
	'CredentialsRepository' | 'UserRepository' | 'ExecutionRepository' | 'DbConnection',
	unknown
>;

/** Whether an n8n without this database will ever tell. */
export class NoDatabase extends Error {}

/**
 * Which credentials of ours n8n has; undefined as long as its database is not there, or nobody has set it up. Throws
 * `NoDatabase` in an n8n that does not let us look.
 */
export async function credentialList(): Promise<CredentialList | undefined> {
	const { credentials, users, executions, connection } = repositories();
	const { connected, migrated } = connection.connectionState ?? {};
	if (!connected || !migrated) return undefined;
	const [owner] = await users.find({ select: ['id'], order: { createdAt: 'ASC' }, take: 1 });
	if (!owner) return undefined;
	const ours = await credentials.find({ select: ['id', 'type'], where: { type: CREDENTIAL } });
	const [newest] = await executions.find({ select: ['id'], order: { id: 'DESC' }, take: 1 });
	return {
		ids: ours.map(({ id }) => id),
		database: owner.id,
		newestExecution: Number(newest?.id ?? 0),
	};
}

function repositories() {
	try {
		/* eslint-disable @typescript-eslint/no-require-imports -- an import would have to resolve at build time */
		const { Container } = require('@n8n/di') as { Container: { get(token: unknown): unknown } };
		const database = require('@n8n/db') as Database;
		/* eslint-enable @typescript-eslint/no-require-imports */
		const get = <T>(name: keyof Database) => Container.get(database[name]) as T;
		return {
			connection: get<Connection>('DbConnection'),
			credentials: get<Repository>('CredentialsRepository'),
			users: get<Repository>('UserRepository'),
			executions: get<Repository>('ExecutionRepository'),
		};
	} catch {
		// Nobody sees it: whoever asks goes on without.
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error
		throw new NoDatabase();
	}
}
