import type { SignalKeys } from './auth';

/**
 * Which devices have our sender key of a group. Baileys notes it as soon as a frame is handed over (lib/Socket/
 * messages-send.js, relayMessage): where the frame never arrived, nobody could open the next one.
 */
export interface SenderKeyMemory {
	/** The next message takes the key to everybody again. */
	forgetAll(group: string): Promise<void>;
	/** The next message takes the key to this device again. */
	forget(group: string, device: string): Promise<void>;
}

export function createSenderKeyMemory(keys: SignalKeys): SenderKeyMemory {
	return {
		async forgetAll(group) {
			await keys.set({ 'sender-key-memory': { [group]: null } });
		},
		async forget(group, device) {
			const { [group]: holders } = await keys.get('sender-key-memory', [group]);
			if (!holders?.[device]) return;
			const { [device]: _, ...others } = holders;
			await keys.set({ 'sender-key-memory': { [group]: others } });
		},
	};
}
