namespace Philae.HealthChecks.Tests.Elasticsearch;

/// <summary>What servers answer to <c>GET /</c>, in the form that their documentation gives.</summary>
internal static class ElasticsearchAnswers
{
    public const string Elasticsearch = """
        {
          "name" : "node-1",
          "cluster_name" : "search",
          "cluster_uuid" : "Wq2vFgSZTJ2sCU9Y1Yg9Hg",
          "version" : { "number" : "8.15.0", "build_flavor" : "default", "build_type" : "docker", "lucene_version" : "9.11.1" },
          "tagline" : "You Know, for Search"
        }

        """;

    public const string OpenSearch = """
        {
          "name" : "node-1",
          "cluster_name" : "search",
          "cluster_uuid" : "Wq2vFgSZTJ2sCU9Y1Yg9Hg",
          "version" : { "distribution" : "opensearch", "number" : "2.17.0", "build_type" : "tar" },
          "tagline" : "The OpenSearch Project: https://opensearch.org/"
        }

        """;
}
