import { releaseLongTimers } from '../simulator/long-timers';

/**
 * What Baileys and libsignal need in the process of a test: libsignal prints sessions (the engine's own thread mutes it),
 * and Baileys leaves long timers behind. Returns the way back for the timers.
 */
export function tameBaileys(): () => void {
	for (const method of ['log', 'info', 'warn', 'error'] as const) {
		jest.spyOn(console, method).mockImplementation(() => undefined);
	}
	return releaseLongTimers();
}
