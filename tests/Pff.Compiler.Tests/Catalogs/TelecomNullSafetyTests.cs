using System.Security.Cryptography;
using System.Text;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Impact;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Tests.Catalogs;

/// <summary>Null-safety over every field of the TM Forum's documents: a warning where there is a danger, and nowhere else.</summary>
public sealed class TelecomNullSafetyTests
{
    public static TheoryData<string> Documents =>
        ["agreement", "customer-bill-management", "customer-management", "product-inventory", "product-ordering-management", "service-inventory"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void An_unguarded_field_warns_where_it_is_optional_and_a_guarded_one_never(string name)
    {
        var objects = ObjectsOf(Load(name)).ToList();
        Assert.NotEmpty(objects);
        foreach (var owner in objects)
        {
            foreach (var field in owner.Fields)
            {
                var read = $"x[\"{field.Name}\"]";
                Assert.Equal(field.IsRequired ? "" : "PFF1305", Report(owner, read));
                Assert.Equal("", Report(owner, $"{read} ?? null"));
                if (!SyntaxIsPlain(field.Name))
                {
                    continue;
                }

                Assert.Equal("", Report(owner, $"has(x.{field.Name}) ? x.{field.Name} : null"));
                Assert.Equal(field.IsRequired ? "" : "PFF1305", Report(owner, $"has(x.{field.Name}) ? null : x.{field.Name}"));
                Assert.Equal("", Report(owner, $"[x].filter(y => has(y.{field.Name})).map(z => z.{field.Name})"));
                Assert.Equal(field.IsRequired ? "" : "PFF1305", Report(owner, $"[x].map(z => z.{field.Name})"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_does_not_differ_from_itself(string name)
    {
        var text = File.ReadAllText(Path.Combine(TestData.Folder("tmforum"), name + ".json"));
        var version = new DocumentVersion("api.json", new SourceText("api.json", text), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
        var files = new MemoryFiles().With("api.json", text);
        Assert.Empty(new ImpactAnalysis(version, version, [], files, new CompileSettings()).CompareDocuments());
    }

    private static bool SyntaxIsPlain(string name) => name.All(char.IsAsciiLetterOrDigit);

    private static IEnumerable<ObjectType> ObjectsOf(ApiCatalogue catalogue)
    {
        var seen = new HashSet<PffType>();
        var work = new Queue<PffType>(catalogue.Methods.Select(m => m.Result));
        while (work.TryDequeue(out var type))
        {
            switch (type)
            {
                case ListType list:
                    work.Enqueue(list.Element);
                    break;
                case NullableType nullable:
                    work.Enqueue(nullable.Inner);
                    break;
                case ObjectType owner when seen.Add(owner):
                    foreach (var field in owner.Fields)
                    {
                        work.Enqueue(field.Type);
                    }

                    yield return owner;
                    break;
            }
        }
    }

    private static string Report(ObjectType owner, string text)
    {
        var source = new SourceText("test", text);
        var bag = new DiagnosticBag();
        var parsed = ExpressionParser.Parse(EmbeddedText.Whole(source));
        bag.AddRange(parsed.Diagnostics);
        ExpressionChecker.Check(parsed.Root, source, Scope.Empty.With(new VariableSymbol("x", owner, 0)), CheckSettings.Default, bag);
        return string.Join(' ', bag.ToSorted().Select(d => d.Code));
    }

    private static ApiCatalogue Load(string name)
    {
        var files = new MemoryFiles().With("apis/api.json", File.ReadAllText(Path.Combine(TestData.Folder("tmforum"), name + ".json"))).With("apis/api.yaml", "api: tm\nopenapi: api.json\nhosts: https://tm.example.com\n");
        return CatalogueLoader.Load("apis/api.yaml", files, null, new DiagnosticBag())!;
    }
}
