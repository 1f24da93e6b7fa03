import type { Group } from '../../../../engine/gateway/contract';

/** A group without its participants and settings. */
export function simpleGroup({ id, subject, description, owner, createdAt, size }: Group): object {
	return { id, subject, description, owner: owner?.phone ?? owner?.lid ?? null, createdAt, size };
}
