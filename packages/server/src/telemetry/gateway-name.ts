/** The names of all gateways. A closed list, so that metrics have few time series. */
export const gatewayNames = ["socketio", "websocket"] as const;

export type GatewayName = (typeof gatewayNames)[number];
