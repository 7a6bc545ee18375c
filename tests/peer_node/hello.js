// Amazon's hello-world behind Amazon's Express adapter, both verifiers on.
//
// The certificate comes from the test's bucket: through the proxy in HTTPS_PROXY, and
// trusted because of the root in SSL_CERT_FILE. Both concern the first request only;
// the adapter remembers a chain it has found good.
"use strict";

const fs = require("fs");
const http = require("http");
const https = require("https");
const tls = require("tls");
const helper = require("ask-sdk-express-adapter/dist/verifier/helper");
const { SkillBuilders } = require("ask-sdk-core");
const { ExpressAdapter } = require("ask-sdk-express-adapter");
const express = require("express");

const root = fs.readFileSync(process.env.SSL_CERT_FILE, "utf8");
const storeOf = helper.generateCAStore;
helper.generateCAStore = (known) => storeOf([...known, root]);

https.globalAgent.createConnection = (options, connected) => {
  const path = `${options.host}:${options.port}`;
  const { hostname, port } = new URL(process.env.HTTPS_PROXY);
  http
    .request({ host: hostname, port, method: "CONNECT", path })
    .on("connect", (_answer, socket) => {
      const servername = options.host;
      connected(null, tls.connect({ socket, servername, ca: root }));
    })
    .end();
};

const hello = {
  canHandle: () => true,
  handle: (input) =>
    input.responseBuilder.speak("Hello world.").reprompt("Hello?").getResponse(),
};
const skill = SkillBuilders.custom().addRequestHandlers(hello).create();
const adapter = new ExpressAdapter(skill, true, true);
const app = express();
app.post("/alexa", adapter.getRequestHandlers());
app.listen(Number(process.env.PORT), "127.0.0.1");
