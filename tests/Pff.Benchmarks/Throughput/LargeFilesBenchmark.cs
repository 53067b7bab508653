using System.Globalization;
using System.IO.Compression;
using System.Text;
using Pff.Benchmarks.Processes;

namespace Pff.Benchmarks.Throughput;

/// <summary>Peak memory of whole runs, one write a row, over a large workbook and a very large text.</summary>
internal static class LargeFilesBenchmark
{
    private const string SheetNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string RelationNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageNamespace = "http://schemas.openxmlformats.org/package/2006/relationships";

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        var (workbookRows, csvRows) = (arguments.Number("workbook", 200_000), arguments.Number("csv", 2_000_000));
        var programs = await PublishedPrograms.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("pff-bench-").FullName;
        try
        {
            var mockFile = Path.Combine(folder, "mock.yaml");
            await File.WriteAllTextAsync(mockFile, """
                mock: crm
                routes:
                  - request: PUT /customers/{id}
                    respond: { json: {} }
                """);
            await using var mock = await MockProcess.StartAsync(mockFile);
            await WriteSourcesAsync(folder, mock.Address);
            var plan = Path.Combine(folder, "fix.pffplan");
            await ExpectSuccessAsync(ChildProcess.MeasureAsync(programs.Pffc, folder, "compile", "manifest.yaml", "-o", plan));
            WriteWorkbook(Path.Combine(folder, "rows.xlsx"), workbookRows);
            await WriteTextAsync(Path.Combine(folder, "rows.csv"), csvRows);
            foreach (var (file, rows) in new[] { ("rows.xlsx", workbookRows), ("rows.csv", csvRows) })
            {
                await mock.ResetAsync();
                var usage = await ExpectSuccessAsync(
                    ChildProcess.MeasureAsync(programs.Pff, folder, "run", plan, "--file", file, "--report", file + ".report.csv", "--workers", "20"));
                var (requests, _) = await mock.CountAsync();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file,-10} {rows,8} rows, {requests} requests: {usage.PeakMegabytes:F0} MB at most, {rows / usage.Wall.TotalSeconds:F0} rows/s"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Usage> ExpectSuccessAsync(Task<Usage> running)
    {
        var usage = await running;
        return usage.ExitCode == 0 ? usage : throw new InvalidOperationException($"exit code {usage.ExitCode}:\n{usage.Output}");
    }

    private static async Task WriteSourcesAsync(string folder, Uri server)
    {
        Directory.CreateDirectory(Path.Combine(folder, "apis"));
        await File.WriteAllTextAsync(Path.Combine(folder, "apis", "crm.yaml"), $$"""
            api: crm
            hosts: {{server.ToString().TrimEnd('/')}}
            methods:
              set_status: { request: "PUT /customers/{id}", parameters: { id: text, status: text }, idempotent: true }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.yaml"), """
            version: "1.0"
            uses: [apis/crm.yaml]
            sequences:
              fix:
                - method: set_status
                  args: { id: "{{id}}", status: "{{status}}" }
            """);
    }

    private static async Task WriteTextAsync(string path, int rows)
    {
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        await writer.WriteAsync("id,name,city,status\n");
        for (var i = 0; i < rows; i++)
        {
            await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"C{i},Customer {i},São Paulo,Corrected\n"));
        }
    }

    /// <summary>A workbook of one sheet with its texts in the cells.</summary>
    private static void WriteWorkbook(string path, int rows)
    {
        using var package = ZipFile.Open(path, ZipArchiveMode.Create);
        Part("[Content_Types].xml", """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
            """);
        Part("_rels/.rels", $"""<Relationships xmlns="{PackageNamespace}"><Relationship Id="r1" Type="{RelationNamespace}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Part("xl/workbook.xml", $"""<workbook xmlns="{SheetNamespace}" xmlns:r="{RelationNamespace}"><sheets><sheet name="Rows" sheetId="1" r:id="r1"/></sheets></workbook>""");
        Part("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{PackageNamespace}"><Relationship Id="r1" Type="{RelationNamespace}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
        using var writer = new StreamWriter(package.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open());
        writer.Write($"<worksheet xmlns=\"{SheetNamespace}\"><sheetData>");
        Row(["id", "name", "city", "status"]);
        for (var i = 0; i < rows; i++)
        {
            Row([string.Create(CultureInfo.InvariantCulture, $"C{i}"), string.Create(CultureInfo.InvariantCulture, $"Customer {i}"), "São Paulo", "Corrected"]);
        }

        writer.Write("</sheetData></worksheet>");

        void Row(string[] cells) =>
            writer.Write("<row>" + string.Concat(cells.Select(cell => $"<c t=\"inlineStr\"><is><t>{cell}</t></is></c>")) + "</row>");

        void Part(string name, string text)
        {
            using var part = new StreamWriter(package.CreateEntry(name).Open());
            part.Write(text);
        }
    }
}
