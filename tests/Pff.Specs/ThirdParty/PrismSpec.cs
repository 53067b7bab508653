using Pff.Specs.Architecture;
using Pff.Specs.Programs;

namespace Pff.Specs.ThirdParty;

/// <summary>A third party judges the requests that PFF makes from an OpenAPI document.</summary>
public sealed class PrismSpec(ITestOutputHelper output)
{
    private const string Manifest = """
        version: "1.0"
        metadata: { name: "Customers as TM Forum describes them" }
        inputs:
          id: text
          name: text
        sequences:
          rename:
            - method: list_customers
              args: { limit: 5, fields: "id,name" }
            - method: get_customer
              args: { id: "{{id}}", fields: "name,engagedParty" }
              save_as: customer
            - method: create_customer
              args: { name: "{{name}}", engagedParty: "{{customer.engagedParty}}" }
              save_as: created
            - method: rename_customer
              args: { id: "{{id}}", name: "{{name}}", engagedParty: "{{created.engagedParty}}" }
            - method: remove_customer
              args: { id: "{{id}}" }
            - return: { party: "{{created.engagedParty.id}}" }
        """;

    private const string Catalogue = """
        api: customers
        openapi: customer-management.json
        hosts: ADDRESS
        methods:
          list_customers: { operation: listCustomer }
          get_customer: { operation: retrieveCustomer }
          create_customer: { operation: createCustomer }
          rename_customer: { operation: patchCustomer }
          remove_customer: { operation: deleteCustomer }
        """;

    [Fact]
    public async Task Prism_finds_no_request_that_breaks_the_document()
    {
        var document = Path.Combine(Environment.GetEnvironmentVariable("PFF_DATA") ?? Repository.PathOf("..", "shared", "data"), "tmforum", "customer-management.json");
        Assert.SkipUnless(File.Exists(document), $"{document} is not there (PFF_DATA).");
        var program = Prism.FindOrInstall(out var whyNot);
        Assert.SkipWhen(program is null, whyNot);

        var folder = Directory.CreateTempSubdirectory("pff-prism-").FullName;
        try
        {
            using var prism = await Prism.StartAsync(program!, document);
            Directory.CreateDirectory(Path.Combine(folder, "apis"));
            File.Copy(document, Path.Combine(folder, "apis", "customer-management.json"));
            await File.WriteAllTextAsync(Path.Combine(folder, "apis", "customers.yaml"), Catalogue.Replace("ADDRESS", prism.Address.ToString().TrimEnd('/')));
            await File.WriteAllTextAsync(Path.Combine(folder, "manifest.yaml"), Manifest);
            await File.WriteAllTextAsync(Path.Combine(folder, "rows.csv"), "id,name\n42,Ana\na b/c?d#e,João & Sônia\nçãõ%41,\"\"\"quoted\"\"\"\n");

            var (exitCode, said) = await RunningProgram.RunAsync("pff", folder, "run", "--manifest", "manifest.yaml", "--file", "rows.csv", "--report", "report.jsonl");
            output.WriteLine(said);
            output.WriteLine(prism.Log);
            Assert.Empty(prism.Violations);

            // Fifteen calls, of which the three identical lists may be in flight together and then are sent once.
            Assert.InRange(prism.Accepted, 13, 15);
            Assert.Equal(0, exitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
