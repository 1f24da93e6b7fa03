import { jidOfPhone } from '../content/jid';
import type { Person } from '../gateway/contract';
import type { MemberAddress } from '../whatsapp/index';
import type { Directory } from './directory';
import type { FindAddresses } from './people';

/** What it takes to tell who somebody is. */
export interface WhoIsWho {
	addresses: FindAddresses;
	directory: Pick<Directory, 'nameOf'>;
}

/** Somebody with both addresses and a name, as far as they are known. */
export function personOf({ addresses, directory }: WhoIsWho, { jid, alt }: MemberAddress): Person {
	const { phone, lid } = addresses(jid, alt);
	const id = phone ? jidOfPhone(phone) : lid;
	return { phone, lid, name: id && directory.nameOf(id) };
}
