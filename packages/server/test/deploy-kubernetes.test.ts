import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { parseEnv } from "node:util";
import type { Deployment } from "kubernetes-types/apps/v1.js";
import type { HorizontalPodAutoscaler } from "kubernetes-types/autoscaling/v2.js";
import type { Service } from "kubernetes-types/core/v1.js";
import type { NetworkPolicy } from "kubernetes-types/networking/v1.js";
import type { PodDisruptionBudget } from "kubernetes-types/policy/v1.js";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import * as z from "zod";
import { parseCommandLine } from "../src/commands/command-line.ts";
import { type Options, type SettingName, settings, variableOf } from "../src/config/config.ts";
import { type Manifest, problemsOf } from "./kubernetes-types.ts";
import { metricNames } from "./metric-names.ts";
import { startServer } from "./start-server.ts";

const folder = join(import.meta.dirname, "../../../deploy/kubernetes");
const read = (path: string) => readFileSync(join(folder, path), "utf8");

const layers = ["base", "several-nodes"] as const;

type Layer = (typeof layers)[number];

const names = z.array(z.string());

const generator = z.array(
  z.strictObject({ name: z.string(), behavior: z.literal("merge").optional(), envs: names }),
);

/** The fields of kustomize that the manifests use. */
const kustomizationSchema = z.strictObject({
  apiVersion: z.literal("kustomize.config.k8s.io/v1beta1"),
  kind: z.literal("Kustomization"),
  resources: names,
  patches: z.array(z.strictObject({ path: z.string() })).default([]),
  images: z
    .array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() }))
    .default([]),
  configMapGenerator: generator,
  secretGenerator: generator.default([]),
});

const kustomizationOf = (layer: Layer) =>
  kustomizationSchema.parse(parse(read(`${layer}/kustomization.yaml`)));

const manifestsIn = (text: string) =>
  parseAllDocuments(text).map((document) => document.toJS() as Manifest);

function manifestsOf(layer: Layer): readonly Manifest[] {
  const files = kustomizationOf(layer).resources.filter((name) => name.endsWith(".yaml"));
  return files.flatMap((name) => manifestsIn(read(`${layer}/${name}`)));
}

const patchesOf = (layer: Layer) =>
  kustomizationOf(layer).patches.flatMap(({ path }) => manifestsIn(read(`${layer}/${path}`)));

const ofKind = <T>(kind: string, manifests: readonly Manifest[]): readonly T[] =>
  manifests.filter((manifest) => manifest.kind === kind) as readonly object[] as readonly T[];

const all = layers.flatMap(manifestsOf);
const [deployment, redis] = ofKind<Deployment>("Deployment", all);
const [patch] = patchesOf("several-nodes") as readonly object[] as readonly Deployment[];
const podOf = (one: Deployment | undefined) => one?.spec?.template.spec;
const containerOf = (one: Deployment | undefined) => podOf(one)?.containers[0];

test("each manifest, each patch and the example of the guide is valid for Kubernetes", () => {
  const guide = readFileSync(join(folder, "../../docs/deploy/kubernetes.md"), "utf8");
  const blocks = [...guide.matchAll(/```yaml\n(apiVersion:.*?)```/gs)];
  expect(blocks).not.toEqual([]);
  const examples = blocks.flatMap(([, block = ""]) => manifestsIn(block));
  const whole = [...all, ...examples].map((manifest) => [manifest, false] as const);
  const patches = layers.flatMap(patchesOf).map((one) => [one, true] as const);
  expect(problemsOf([...whole, ...patches])).toEqual([]);
});

test("a manifest with an unknown, a missing or a wrong field is not valid", () => {
  const service = (port: object, kind = "Service") =>
    [{ apiVersion: "v1", kind, spec: { ports: [port] } }, false] as const;
  const problems = problemsOf([
    service({ port: 80 }),
    service({ port: "80" }),
    service({ port: 80, targetPorts: "http" }),
    service({ name: "http" }),
    service({ port: 80 }, "Pod"),
  ]);
  expect(problems).toEqual([
    expect.stringContaining("Type 'string' is not assignable to type 'number'"),
    expect.stringMatching(/targetPorts.* does not exist/),
    expect.stringContaining("Property 'port' is missing"),
    expect.stringMatching(/ports.* does not exist/),
  ]);
});

test.each(layers)("the kustomization of %s names each file that exists, and no other", (layer) => {
  const { resources, patches, configMapGenerator, secretGenerator } = kustomizationOf(layer);
  const generated = [...configMapGenerator, ...secretGenerator].flatMap(({ envs }) => envs);
  const named = [...resources, ...patches.map(({ path }) => path), ...generated];
  /** Each user writes the secrets. The adapter for Prometheus belongs to another namespace. */
  const others = ["kustomization.yaml", "secrets.sample.env", "prometheus-adapter.yaml"];
  const files = readdirSync(join(folder, layer)).filter((name) => name !== "secrets.env");
  const local = named.filter((name) => !name.startsWith("..") && name !== "secrets.env");
  expect(local.toSorted()).toEqual(files.filter((name) => !others.includes(name)).toSorted());
  for (const name of named.filter((one) => one.startsWith(".."))) {
    expect(existsSync(normalize(join(folder, layer, name, "kustomization.yaml")))).toBe(true);
  }
});

test("patches and generators change what exists", () => {
  for (const { kind, metadata } of patchesOf("several-nodes") as readonly Deployment[]) {
    expect([kind, metadata?.name]).toEqual([deployment?.kind, deployment?.metadata?.name]);
  }
  expect(containerOf(patch)?.name).toBe(containerOf(deployment)?.name);
  const { images, configMapGenerator, secretGenerator } = kustomizationOf("base");
  expect(images.map(({ name }) => name)).toEqual([containerOf(deployment)?.image]);
  expect(kustomizationOf("several-nodes").configMapGenerator[0]?.name).toBe(
    configMapGenerator[0]?.name,
  );
  expect(containerOf(deployment)?.envFrom).toEqual([
    { configMapRef: { name: configMapGenerator[0]?.name } },
    { secretRef: { name: secretGenerator[0]?.name } },
  ]);
});

const secret = "a secret of this test, which is long enough";

/** Returns the variables that a container of a layer has. */
function environmentOf(layer: Layer): Readonly<Record<string, string>> {
  const secrets = Object.keys(parseEnv(read("base/secrets.sample.env")));
  const environment = {
    ...parseEnv(read("base/settings.env")),
    ...Object.fromEntries(secrets.map((name) => [name, secret])),
  } as Record<string, string>;
  if (layer === "base") return environment;
  Object.assign(environment, parseEnv(read("several-nodes/settings.env")));
  for (const { name, value, valueFrom } of containerOf(patch)?.env ?? []) {
    const address = valueFrom?.fieldRef?.fieldPath === "status.podIP" ? "10.1.2.3" : "";
    // A variable is replaced only if it is defined before.
    environment[name] =
      value?.replace(/\$\((\w+)\)/g, (_, used) => String(environment[used])) ?? address;
  }
  return environment;
}

function optionsOf(layer: Layer): Options {
  const command = parseCommandLine({
    arguments: [],
    environment: environmentOf(layer),
    readFile: () => "",
  });
  if (command.action !== "serve") throw new Error("the server does not start");
  return command.options;
}

test.each(layers)(
  "all variables of %s are settings, with values that the server accepts",
  (layer) => {
    const variables = (Object.keys(settings) as SettingName[]).map(variableOf);
    const helpers = ["POD_IP"];
    const unknown = Object.keys(environmentOf(layer)).filter((name) => !variables.includes(name));
    expect(unknown).toEqual(layer === "base" ? [] : helpers);
    const { sessionFolder, nodeUrl, redisUrl } = optionsOf(layer);
    expect(sessionFolder).toContain(`${containerOf(deployment)?.volumeMounts?.[0]?.mountPath}/`);
    if (layer === "base") return;
    expect(nodeUrl).toBe("http://10.1.2.3:3000");
    const service = ofKind<Service>("Service", all).find(({ metadata }) =>
      redisUrl?.includes(`//${metadata?.name}:`),
    );
    expect(redisUrl).toContain(`:${service?.spec?.ports?.[0]?.port}`);
  },
);

test("ports and paths of the manifests are those of the server", async () => {
  const { port, metricsPort, metricsHost, trustProxy, tlsCert } = optionsOf("base");
  const { ports, readinessProbe, livenessProbe } = containerOf(deployment) ?? {};
  expect(ports?.map(({ name, containerPort }) => [name, containerPort])).toEqual([
    ["http", port],
    ["metrics", metricsPort],
  ]);
  expect(metricsHost).toBe("0.0.0.0");
  const { annotations } = deployment?.spec?.template.metadata ?? {};
  expect(annotations?.["prometheus.io/port"]).toBe(String(metricsPort));
  const probes = [readinessProbe, livenessProbe].map((probe) => probe?.httpGet);
  expect(probes.map((probe) => probe?.port)).toEqual(["http", "http"]);
  // Probes use http, so the server must not serve TLS.
  expect(tlsCert).toBeUndefined();
  const server = await startServer({ trustProxy });
  for (const probe of probes) {
    expect((await fetch(`${server.url}${probe?.path}`)).status, probe?.path).toBe(200);
  }
});

test("services, policies, the budget and the autoscaler select pods and ports that exist", () => {
  const labelsOf = (one: Deployment | undefined) => one?.spec?.template.metadata?.labels;
  const labels = [deployment, redis].map((one) => labelsOf(one)?.["app.kubernetes.io/name"]);
  const isSelected = (selector: Readonly<Record<string, string>> | undefined) =>
    labels.includes(selector?.["app.kubernetes.io/name"]);
  for (const one of [deployment, redis]) {
    expect(labelsOf(one)).toEqual(one?.spec?.selector.matchLabels);
  }
  const ports = [deployment, redis].flatMap((one) => containerOf(one)?.ports ?? []);
  for (const { spec } of ofKind<Service>("Service", all)) {
    expect(isSelected(spec?.selector)).toBe(true);
    for (const { targetPort } of spec?.ports ?? []) {
      expect(ports.map(({ name }) => name)).toContain(targetPort);
    }
  }
  for (const { spec } of ofKind<NetworkPolicy>("NetworkPolicy", all)) {
    expect(isSelected(spec?.podSelector.matchLabels)).toBe(true);
    for (const rule of [...(spec?.ingress ?? []), ...(spec?.egress ?? [])]) {
      for (const { port } of rule.ports ?? []) {
        expect([53, ...ports.map(({ containerPort }) => containerPort)]).toContain(port);
      }
    }
  }
  const [budget] = ofKind<PodDisruptionBudget>("PodDisruptionBudget", all);
  expect(budget?.spec?.selector?.matchLabels).toEqual(labelsOf(deployment));
  const [autoscaler] = ofKind<HorizontalPodAutoscaler>("HorizontalPodAutoscaler", all);
  expect(autoscaler?.spec?.scaleTargetRef.name).toBe(deployment?.metadata?.name);
  // Otherwise each change of the manifests would undo the work of the autoscaler.
  expect(deployment?.spec?.replicas ?? patch?.spec?.replicas).toBeUndefined();
});

test("the autoscaler uses a metric of the server, and a target below the limit of connections", async () => {
  const [autoscaler] = ofKind<HorizontalPodAutoscaler>("HorizontalPodAutoscaler", all);
  const { metric, target } = autoscaler?.spec?.metrics?.[0]?.pods ?? {};
  expect(await metricNames()).toContain(metric?.name);
  const adapter = parse(read("several-nodes/prometheus-adapter.yaml")) as {
    readonly rules: { readonly custom: readonly { readonly seriesQuery: string }[] };
  };
  const [rule] = adapter.rules.custom;
  expect(rule?.seriesQuery.split("{")[0]).toBe(metric?.name);
  expect(Number(target?.averageValue)).toBeLessThanOrEqual(optionsOf("base").maxSockets / 2);
});

test("[V4] Kubernetes waits longer than the server drains", () => {
  const { drainSeconds } = optionsOf("base");
  const pauseSeconds = containerOf(patch)?.lifecycle?.preStop?.sleep?.seconds ?? 0;
  const spareSeconds = 5;
  const least = drainSeconds + spareSeconds;
  expect(podOf(deployment)?.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(least);
  expect(podOf(patch)?.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(least + pauseSeconds);
});

test("containers have no more permissions than the level `restricted` of Kubernetes", () => {
  for (const one of [deployment, redis]) {
    expect(podOf(one)?.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(podOf(one)?.securityContext?.runAsUser).toBeGreaterThan(0);
    expect(podOf(one)?.automountServiceAccountToken).toBe(false);
    expect(containerOf(one)?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  }
});
