// The project has nothing but what the README shows, in an empty pom.xml.
def readme = new File(basedir, "../../../../README.md").getText("UTF-8")
def section = readme.substring(readme.indexOf("## In a Maven build"))
def snippet = (section =~ /(?s)```xml\n(.*?)```/)[0][1]

new File(basedir, "app/pom.xml").setText("""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>com.example</groupId>
    <artifactId>readme</artifactId>
    <version>1</version>
  </parent>
  <artifactId>app</artifactId>
$snippet
</project>
""", "UTF-8")
