using Pff.Compiler.Catalogs;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Tests.Catalogs;

/// <summary>The TM Forum's documents (Swagger 2.0), as they are.</summary>
public sealed class TelecomDocumentTests
{
    public static TheoryData<string, int> Documents => new()
    {
        { "agreement", 0 },
        { "customer-bill-management", 0 },
        { "customer-management", 11 },
        { "product-inventory", 0 },
        { "product-ordering-management", 0 },
        { "service-inventory", 0 },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_operation_is_imported_with_its_types(string name, int expectedCount)
    {
        var (catalogue, diagnostics, declared) = Load(name);
        Assert.Empty(diagnostics.ToSorted());
        Assert.Equal(declared, catalogue.Methods.Length);
        if (expectedCount > 0)
        {
            Assert.Equal(expectedCount, declared);
        }

        foreach (var method in catalogue.Methods)
        {
            Assert.False(method.Result.IsDyn, $"{method.Name} has no result type");
            Assert.All(method.Parameters, p => Assert.False(p.Type.IsDyn && p.Name == "body", $"{method.Name}({p.Name}) has no type"));
        }
    }

    [Fact]
    public void What_has_no_type_is_what_the_document_leaves_open()
    {
        var (catalogue, _, _) = Load("customer-management");
        var untyped = UntypedParts.Of(catalogue);
        Assert.All(untyped, part => Assert.EndsWith(".value", part));
    }

    [Fact]
    public void A_customer_reads_as_the_document_says()
    {
        var (catalogue, _, _) = Load("customer-management");
        var retrieve = catalogue.Methods.Single(m => m.Name == "retrieveCustomer");
        Assert.Equal("GET", retrieve.Descriptor.Verb);
        Assert.Equal(Effect.Read, retrieve.Descriptor.Effect);
        Assert.Equal([new("/customer/", -1), new(null, 0)], retrieve.Descriptor.Path);
        Assert.Equal(["id", "fields"], retrieve.Parameters.Select(p => p.Name));
        var customer = Assert.IsType<ObjectType>(retrieve.Result);
        Assert.Equal("Customer", customer.Name);
        Assert.Equal(PffType.Text, customer.Find("id")!.Type);
        Assert.Equal("list<ContactMedium>", customer.Find("contactMedium")!.Type.ToString());

        var patch = catalogue.Methods.Single(m => m.Name == "patchCustomer");
        Assert.Equal(Effect.Write, patch.Descriptor.Effect);
        Assert.Contains(patch.Descriptor.Parameters, p => p is { Name: "statusReason", Location: ParameterLocation.BodyProperty });
        Assert.Contains(patch.Descriptor.Parameters, p => p is { Name: "body", Location: ParameterLocation.Body, IsRequired: false });
        Assert.Equal(PffType.Null, catalogue.Methods.Single(m => m.Name == "deleteCustomer").Result);
        Assert.Equal(["https://serverRoot/tmf-api/customerManagement/v4"], catalogue.Api.Hosts);
    }

    private static (ApiCatalogue Catalogue, DiagnosticBag Diagnostics, int Declared) Load(string name)
    {
        var text = File.ReadAllText(Path.Combine(TestData.Folder("tmforum"), name + ".json"));
        var files = new MemoryFiles().With("apis/api.yaml", "api: tmf\nopenapi: api.json\n").With("apis/api.json", text);
        var diagnostics = new DiagnosticBag();
        var catalogue = CatalogueLoader.Load("apis/api.yaml", files, null, diagnostics);
        using var document = System.Text.Json.JsonDocument.Parse(text);
        var declared = document.RootElement.GetProperty("paths").EnumerateObject()
            .Sum(p => p.Value.EnumerateObject().Count(o => o.Name is "get" or "put" or "post" or "patch" or "delete"));
        Assert.NotNull(catalogue);
        return (catalogue, diagnostics, declared);
    }
}
