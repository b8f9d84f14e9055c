// What queries look up besides keys.
CREATE INDEX account_handleKey IF NOT EXISTS FOR (n:Account) ON (n.handleKey);
CREATE INDEX account_aliases IF NOT EXISTS FOR (n:Account) ON (n.aliases);
CREATE INDEX account_status IF NOT EXISTS FOR (n:Account) ON (n.status);
CREATE INDEX outlet_state IF NOT EXISTS FOR (n:Outlet) ON (n.state);
CREATE INDEX cluster_runId IF NOT EXISTS FOR (n:Cluster) ON (n.runId);
CREATE INDEX coordinated_runId IF NOT EXISTS FOR ()-[r:COORDINATED]-() ON (r.runId);
CREATE INDEX coordinated_triggerAccount IF NOT EXISTS FOR ()-[r:COORDINATED]-() ON (r.triggerAccount);
