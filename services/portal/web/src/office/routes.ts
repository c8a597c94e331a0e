/** The sections behind one sign-in, each loaded when it is opened, and whose they are. */
import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '../signin/session'

export const sections: { name: 'desk' | 'meetings' | 'org' | 'overview'; roles: Role[] }[] = [
  { name: 'desk', roles: ['staff'] },
  { name: 'meetings', roles: ['staff'] },
  { name: 'org', roles: ['contact'] },
  { name: 'overview', roles: ['staff'] },
]

export const routes: RouteRecordRaw[] = [
  { path: '/desk/:part*', component: () => import('../desk/DeskPage.vue') },
  { path: '/meetings/:part*', component: () => import('../meetings/MeetingsPage.vue') },
  { path: '/org/:part*', component: () => import('../org/OrgPage.vue') },
  { path: '/overview/:part*', component: () => import('../overview/OverviewPage.vue') },
]
