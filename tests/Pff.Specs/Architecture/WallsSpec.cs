namespace Pff.Specs.Architecture;

/// <summary>The table of projects and packages: which wall stands between whom.</summary>
public sealed class WallsSpec
{
    /// <summary>Compiler, Backend, Runtime and Knowledge never know one another; nobody references a host.</summary>
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["Pff.Core"] = [],
        ["Pff.Compiler"] = ["Pff.Core"],
        ["Pff.Backend"] = ["Pff.Core"],
        ["Pff.Runtime"] = ["Pff.Core"],
        ["Pff.Knowledge"] = ["Pff.Core"],
        ["Pff.LanguageServer"] = ["Pff.Core", "Pff.Compiler"],
        ["Pff.Server"] = ["Pff.Core", "Pff.Compiler", "Pff.Backend", "Pff.Runtime", "Pff.Knowledge"],
        ["Pff.Hosting"] = ["Pff.Core", "Pff.Compiler", "Pff.Backend"],
        ["Pff.Cli.Compiler"] =
        [
            "Pff.Core", "Pff.Compiler", "Pff.Backend", "Pff.Runtime", "Pff.LanguageServer", "Pff.Hosting",
        ],
        ["Pff.Cli.Runtime"] =
        [
            "Pff.Core", "Pff.Compiler", "Pff.Backend", "Pff.Runtime", "Pff.Knowledge", "Pff.LanguageServer", "Pff.Server",
            "Pff.Hosting",
        ],
    };

    /// <summary>A package whose name starts so may be referenced, under src, by the projects that are named only.</summary>
    private static readonly (string PackagePrefix, string Owner)[] PackageOwners =
    [
        ("Antlr4", "Pff.Compiler"),
        ("YamlDotNet", "Pff.Compiler"),
        ("YamlDotNet", "Pff.Runtime"),
        ("Microsoft.OpenApi", "Pff.Compiler"),
        ("Microsoft.CodeAnalysis", "Pff.Backend"),
        ("Microsoft.Extensions.Caching", "Pff.Runtime"),
        ("Microsoft.Data.Sqlite", "Pff.Runtime"),
        ("Npgsql", "Pff.Runtime"),
        ("Sylvan.", "Pff.Runtime"),
        ("ExcelDataReader", "Pff.Runtime"),
        ("MiniExcel", "Pff.Runtime"),
        ("Parquet.Net", "Pff.Runtime"),
        ("Apache.Arrow", "Pff.Runtime"),
        ("ZstdSharp", "Pff.Runtime"),
        ("TorchSharp", "Pff.Knowledge"),
        ("libtorch", "Pff.Knowledge"),
        ("Microsoft.ML", "Pff.Knowledge"),
        ("StreamJsonRpc", "Pff.LanguageServer"),
        ("Nerdbank.Streams", "Pff.LanguageServer"),
        ("Microsoft.AspNetCore", "Pff.Server"),
        ("OpenTelemetry", "Pff.Cli.Runtime"),
    ];

    /// <summary>An analyzer is a tool of the build, not a library: it crosses no wall.</summary>
    private static readonly string[] BuildTools = ["Microsoft.CodeAnalysis.BannedApiAnalyzers"];

    public static TheoryData<string> SourceProjects => [.. Repository.Projects("src").Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_references_only_what_the_table_allows(string name)
    {
        Assert.True(AllowedReferences.ContainsKey(name), $"{name} is not in the table: a new project needs a new wall.");
        var forbidden = Source(name).ProjectReferences.Except(AllowedReferences[name]);
        Assert.True(!forbidden.Any(), $"{name} must not reference {string.Join(", ", forbidden)}.");
    }

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_package_stays_behind_its_wall(string name)
    {
        var project = Source(name);
        var escaped =
            from package in project.Packages.Except(BuildTools)
            let rules = PackageOwners.Where(rule => package.StartsWith(rule.PackagePrefix, StringComparison.OrdinalIgnoreCase)).ToList()
            where rules.Count > 0 && !rules.Exists(rule => rule.Owner == name)
            select $"{package} belongs in {string.Join(" and ", rules.Select(rule => rule.Owner))}, not in {name}.";
        Assert.Empty(escaped);
    }

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Only_the_server_knows_the_web_framework(string name)
    {
        var project = Source(name);
        var usesWeb = project.Frameworks.Contains("Microsoft.AspNetCore.App") || project.Sdk.Contains(".Web");
        Assert.Equal(name == "Pff.Server", usesWeb);
    }

    /// <summary>A walled package's types must not reach the compilation of whoever references the library.</summary>
    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_walled_package_does_not_leak_into_compilations(string name)
    {
        var path = Path.Combine(Source(name).Folder, name + ".csproj");
        var leaking =
            from item in System.Xml.Linq.XDocument.Load(path).Descendants("PackageReference")
            let package = (string?)item.Attribute("Include") ?? ""
            where PackageOwners.Any(rule => package.StartsWith(rule.PackagePrefix, StringComparison.OrdinalIgnoreCase))
            let isPrivate = (string?)item.Attribute("PrivateAssets") ?? ""
            where isPrivate != "all" && !isPrivate.Split(';').Contains("compile")
            select package;
        Assert.Empty(leaking);
    }

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void Core_and_the_compiler_are_guarded_by_the_banned_symbols(string name)
    {
        if (name is "Pff.Core" or "Pff.Compiler")
        {
            Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", Source(name).Packages);
        }
    }

    /// <summary>What PFF is measured against must not profit from PFF.</summary>
    [Fact]
    public void The_hand_written_baseline_shares_nothing()
    {
        var baseline = Repository.Projects("tests").Single(project => project.Name == "Pff.Benchmarks.Baseline");
        Assert.Empty(baseline.ProjectReferences);
        Assert.Empty(baseline.Packages);
    }

    [Fact]
    public void Every_project_has_a_lock_file()
    {
        var unlocked = Repository.Projects("src").Concat(Repository.Projects("tests"))
            .Where(project => !File.Exists(Path.Combine(project.Folder, "packages.lock.json")))
            .Select(project => project.Name);
        Assert.Empty(unlocked);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.PathOf("PFF.sln"));
        var missing = Repository.Projects("src").Concat(Repository.Projects("tests"))
            .Where(project => !solution.Contains(project.Name + ".csproj"))
            .Select(project => project.Name);
        Assert.Empty(missing);
    }

    [Fact]
    public void No_project_states_its_own_package_version()
    {
        var own = Repository.FilesUnder("src", "*.csproj").Concat(Repository.FilesUnder("tests", "*.csproj"))
            .SelectMany(path => System.Xml.Linq.XDocument.Load(path).Descendants("PackageReference")
                .Where(item => item.Attribute("Version") is not null || item.Attribute("VersionOverride") is not null)
                .Select(item => $"{Repository.Relative(path)}: {(string?)item.Attribute("Include")}"));
        Assert.Empty(own);
    }

    private static ProjectFile Source(string name) => Repository.Projects("src").Single(project => project.Name == name);
}
