namespace Philae.HealthChecks.Tests.StatusPages;

/// <summary>What the pages answer, in the form that their documentation gives.</summary>
internal static class StatusPageAnswers
{
    public static string GitHub(string indicator) => $$$"""
        {"page":{"id":"kctbh9vrtdwd","name":"GitHub","url":"https://www.githubstatus.com","time_zone":"Etc/UTC","updated_at":"2026-01-02T03:04:05.678Z"},
         "status":{"indicator":"{{{indicator}}}","description":"<what they say>"}}
        """;

    public static string StatusIO(int code) => $$$"""
        {"result":{"status_overall":{"updated":"2026-01-02T03:04:05.678Z","status":"<what they say>","status_code":{{{code}}}
         },"status":[{"id":"56a808c7b62d59d808000016","name":"Website","status":"Operational","status_code":600}],"incidents":[],"maintenance":{"active":[],"upcoming":[]} } }
        """;
}
