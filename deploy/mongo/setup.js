// Run by mongosh in a container of its own, at each start: begins the replica set, and gives every user the name, the
// password and the rights that the secrets and this file say. What is so already stays as it is.
const fs = require('fs');
const HOST = 'mongo:27017';
const PATIENCE_MS = 120000;
const SERVICES = ['registry', 'matching', 'evaluation', 'notify'];
const DATABASES = [...SERVICES, 'registry_keys'];

const secret = (name) => fs.readFileSync(`/run/secrets/${name}`, 'utf8').trim();

/** `attempt()`, again and again until it gives something; what failed last is thrown in the end. */
function patiently(what, attempt) {
  const giveUp = Date.now() + PATIENCE_MS;
  for (;;) {
    let failed = what;
    try {
      const got = attempt();
      if (got) return got;
    } catch (error) {
      failed = `${what}: ${error.message}`;
    }
    if (Date.now() > giveUp) throw new Error(failed);
    sleep(500);
  }
}

function signedIn() {
  const admin = new Mongo(`mongodb://${HOST}/?directConnection=true`).getDB('admin');
  admin.auth('root', secret('mongo_root_password'));
  return admin;
}

function begin(admin) {
  try {
    admin.adminCommand({ replSetGetStatus: 1 });
  } catch (error) {
    if (error.codeName !== 'NotYetInitialized') throw error;
    const config = { _id: 'rs0', members: [{ _id: 0, host: HOST }] };
    admin.adminCommand({ replSetInitiate: config });
    print('replica set rs0 begun');
  }
}

/** A service's user and password stand in its own connection URL, and nowhere else. */
function credentialsOf(service) {
  const found = /^mongodb:\/\/([^:]+):([^@]+)@/.exec(secret(`${service}_mongo_url`));
  return { user: decodeURIComponent(found[1]), pwd: decodeURIComponent(found[2]) };
}

function keep(admin, service, databases) {
  const { user, pwd } = credentialsOf(service);
  const rights = { pwd, roles: databases.map((name) => ({ role: 'readWrite', db: `pomegranate_${name}` })) };
  if (admin.getUser(user)) admin.updateUser(user, rights);
  else admin.createUser({ user, ...rights });
  return user;
}

const admin = patiently('no mongod answers', signedIn);
begin(admin);
patiently('no primary', () => admin.hello().isWritablePrimary);
const users = SERVICES.map((service) =>
  keep(admin, service, DATABASES.filter((name) => name === service || name.startsWith(`${service}_`))),
);
users.push(keep(admin, 'operator', DATABASES));
print(`users: ${users.join(', ')}`);
