using Philae.HealthChecks.LoadTest;
using Philae.HealthChecks.LoadTest.Driving;
using Philae.HealthChecks.LoadTest.Serving;

// A process of this program is either the driver or one of the servers that the driver starts.
return args is ["serve", .. var rest] ? await Server.RunAsync(ServerSpec.Parse(rest)) : await Driver.RunAsync(args);
