/** Version 4.0.1 has types that no module resolution of today finds; what is used of it is the same. */
declare module "socket.io-client-4.0" {
  export { io } from "socket.io-client";
}
