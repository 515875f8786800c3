/** The types of version 4.0.1 do not work with current module resolution; the used part of the API is the same. */
declare module "socket.io-client-4.0" {
  export { io } from "socket.io-client";
}
