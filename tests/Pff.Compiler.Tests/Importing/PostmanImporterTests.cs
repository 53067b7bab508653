using Pff.Core.Diagnostics;

namespace Pff.Compiler.Tests.Importing;

public sealed class PostmanImporterTests
{
    private const string Schema = "\"schema\":\"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"";

    [Fact]
    public void A_folder_becomes_a_sequence_and_its_requests_methods()
    {
        var result = ImportFixtures.ImportPostman("""
            {"info":{"name":"Shop",SCHEMA},"variable":[{"key":"base","value":"https://shop.example.com/v1"},{"key":"region","value":"br"}],
             "item":[{"name":"Orders","item":[
               {"name":"Get order","request":{"method":"GET","url":{"raw":"{{base}}/orders/:id?region={{region}}","query":[{"key":"region","value":"{{region}}"}],"variable":[{"key":"id","value":"{{orderId}}"}]}}},
               {"name":"Put order","request":{"method":"PUT","url":"{{base}}/orders/{{orderId}}","body":{"mode":"raw","raw":"{\"qty\": {{qty}}, \"lines\": [{\"sku\": \"a\"}]}"}}}]}]}
            """.Replace("SCHEMA", Schema, StringComparison.Ordinal));
        Assert.Empty(ImportFixtures.Codes(result));
        Assert.Equal(["out/pets.yaml", "out/apis/shop.yaml"], result.Files.Select(f => f.Path));
        Assert.Equal(
            """
            # Shop
            version: "1.0"
            metadata:
              name: Shop
            uses:
              - apis/shop.yaml
            sequences:
              orders:
                inputs:
                  order_id: { type: text, column: orderId }
                  qty: any
                  region: { type: text, default: br }
                steps:
                  - name: "Get order"
                    method: get_order
                    args:
                      id: "{{order_id}}"
                      region: "{{region}}"
                  - name: "Put order"
                    method: put_order
                    args:
                      order_id: "{{order_id}}"
                      qty: "{{qty}}"
                      lines:
                        - sku: a

            """,
            result.Files[0].Content);
        Assert.Contains("request: \"GET /orders/{id}\"\n", result.Files[1].Content, StringComparison.Ordinal);
        Assert.Contains("request: \"PUT /orders/{order_id}\"\n", result.Files[1].Content, StringComparison.Ordinal);
        Assert.Contains("lines: { in: body, type: \"list<put_order_lines_item>\", required: false }\n", result.Files[1].Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"request\":{\"method\":\"GET\",\"url\":\"https://a.example.com/x\"},\"event\":[{\"listen\":\"test\",\"script\":{\"exec\":\"pm.test()\"}}]", "PFF1901")]
    [InlineData("\"request\":{\"method\":\"POST\",\"url\":\"https://a.example.com/x\",\"body\":{\"mode\":\"formdata\",\"formdata\":[{\"key\":\"a\"}]}}", "PFF1901")]
    [InlineData("\"request\":{\"method\":\"BREW\",\"url\":\"https://a.example.com/x\"}", "PFF1901")]
    [InlineData("\"request\":{\"method\":\"GET\",\"url\":\"{{unknown}}/x\"}", "PFF1901")]
    [InlineData("\"request\":{\"method\":\"GET\",\"url\":\"https://a.example.com/x?t={{$guid}}\"}", "PFF1901")]
    [InlineData("\"request\":{\"method\":\"GET\",\"url\":\"https://a.example.com/x\",\"auth\":{\"type\":\"hawk\"}}", "PFF1901")]
    [InlineData("\"request\":{\"method\":\"GET\",\"url\":\"https://a.example.com/x\",\"header\":\"X-Api-Key: abc\"}", "PFF1901")]
    [InlineData("\"request\":{\"method\":\"GET\",\"url\":\"https://a.example.com/x\",\"auth\":{\"type\":\"bearer\",\"bearer\":{\"token\":\"abc\"}}}", "PFF1907")]
    public void What_cannot_be_carried_is_named_and_no_secret_copied(string item, string code)
    {
        var result = ImportFixtures.ImportPostman($$"""{"info":{"name":"a",{{Schema}}},"item":[{"name":"r",{{item}}}]}""");
        Assert.Contains(code, ImportFixtures.Codes(result));
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == Severity.Error);
        Assert.DoesNotContain(result.Files, f => f.Content.Contains("abc", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"info\":{\"name\":\"a\",\"schema\":\"https://schema.getpostman.com/json/collection/v1.0.0/\"}}")]
    public void Other_versions_are_refused(string text) => Assert.Contains("PFF1900", ImportFixtures.Codes(ImportFixtures.ImportPostman(text)));

    [Fact]
    public void What_collections_of_others_have_is_carried()
    {
        var result = ImportFixtures.ImportPostman("""
            { "info": { "name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
              "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{token}}" }] },
              "variable": [{ "key": "base", "value": "https://shop.example.com/{{version}}" }, { "key": "version", "value": "v1" }],
              "item": [
                { "name": "Customers", "item": [
                  { "name": "Login", "request": { "auth": { "type": "noauth" }, "method": "POST", "body": { "mode": "raw", "raw": "{ // who\n \"email\": \"http://{{email}}\", /* how old */ \"age\": {{age}} }" }, "url": "{{base}}/login" } },
                  { "name": "Get", "request": { "method": "GET", "url": { "raw": "{{base}}/customers", "query": [{ "key": "expand[]", "value": "orders" }, { "key": "expand[]", "value": "{{more}}" }] } } },
                  { "name": "Avatar", "request": { "method": "POST", "body": { "mode": "formdata", "formdata": [{ "key": "file", "type": "file", "src": "a.png" }] }, "url": "{{base}}/avatar" } },
                  { "name": "Drop", "request": { "method": "DELETE", "url": "{{base}}/customers/{{id}}" } } ] },
                { "name": "Admin", "item": [{ "name": "Customers", "item": [{ "name": "All", "request": "{{base}}/admin" }] }] } ] }
            """);
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == Severity.Error);
        Assert.DoesNotContain("PFF1407", ImportFixtures.Codes(result));
        var said = result.Diagnostics.Select(d => d.Message.English).ToList();
        Assert.Contains(said, m => m.StartsWith("That 'Login' is sent without authentication", StringComparison.Ordinal));
        Assert.Contains(said, m => m.StartsWith("What follows 'Avatar' ('Drop')", StringComparison.Ordinal));
        Assert.DoesNotContain(said, m => m.StartsWith("The authentication of", StringComparison.Ordinal));
        var manifest = result.Files[0].Content;
        Assert.Contains("email: \"http://{{email}}\"\n          age: \"{{age}}\"\n", manifest, StringComparison.Ordinal);
        Assert.Contains("expand:\n            - orders\n            - \"{{more}}\"\n", manifest, StringComparison.Ordinal);
        Assert.Contains("  admin_customers:\n", manifest, StringComparison.Ordinal);
        Assert.Contains("auth: { bearer: { env: SHOP_TOKEN } }", result.Files[1].Content, StringComparison.Ordinal);
    }
}
