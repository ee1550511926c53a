// Holds manifests, the documents of YAML files, against Kubernetes' own schemas and those of the Prometheus operator. Prints what is wrong; the exit code says whether anything is.
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';

const operator = 'monitoring.coreos.com/';
let problems = 0;

for (const file of process.argv.slice(2)) {
  for (const manifest of loadAll(readFileSync(file, 'utf8')).filter(Boolean)) {
    const { apiVersion, kind, metadata } = manifest;
    const models = apiVersion.startsWith(operator) ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
    try {
      const model = (await import(`${models}/${apiVersion}/${kind}`))[kind];
      new model(manifest).validate();
    } catch (problem) {
      problems++;
      console.log(`${file}: ${kind} ${metadata?.name}: ${problem.message}`);
    }
  }
}

process.exit(problems > 0 ? 1 : 0);
