using Philae.HealthChecks.LoadTest;
using Philae.HealthChecks.LoadTest.Driving;
using Philae.HealthChecks.LoadTest.Serving;
using Philae.HealthChecks.LoadTest.Soaking;

// A process of this program is either the driver or one of the servers that the driver starts.
return args switch
{
    ["serve", .. var rest] => await Server.RunAsync(ServerSpec.Parse(rest)),
    ["soak", .. var rest] => await Soak.RunAsync(rest),
    _ => await Driver.RunAsync(args),
};
