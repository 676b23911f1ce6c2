// What does a script get when it imports a style sheet or a drawing?
declare module "*.css";
declare module "*.svg" {
  const text: string;
  export default text;
}
